/**
 * One call of an operation, whatever its face: who calls, whether it may, what it asks for, where, and the audit of how it ended.
 * The order is the rule. Tenancy is kept here for every operation whose path names a site; the lists keep their own.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import { type InputOf, OPERATIONS, type Operation, type OperationName } from '../../core/api/operations.ts';
import { ServiceError } from '../../core/errors.ts';
import { type OwnedSite, type Principal, sees } from '../../core/principal.ts';
import { type Authenticated, authenticate } from '../authentication/authenticate.ts';
import { permit } from '../authentication/permit.ts';
import { errorOf } from '../authentication/refusal.ts';
import { newId } from '../runtime.ts';
import { type Asked, createAudited, type Trail } from './audited.ts';
import { HANDLERS } from './handlers.ts';
import { once } from './idempotency.ts';
import type { Call, PublicCall, Tools } from './operation.ts';

/** A call as a face has read it, and how it reads the rest. */
export interface FaceCall extends Asked, Pick<PublicCall, 'cookies'> {
  operation: OperationName;
  /** The header Idempotency-Key. */
  idempotencyKey?: string | undefined;
  /** The header If-Match. */
  ifMatch?: string | undefined;
  /** The input; `caller` is undefined for operations that anybody may call. Throws InvalidParameter or MalformedBody. */
  read(caller: Authenticated | undefined): Input | Promise<Input>;
}

type Input = InputOf<OperationName>;
/** Its input is read by its own schema. */
type AnyHandler = (input: Input, call: Call) => Promise<unknown>;

/** Answers what the operation answers; throws what it throws, and the refusals of the door. Either way the audit has it. */
export function createPerform(tools: Tools, logger: Logger): (called: FaceCall) => Promise<unknown> {
  const names = Object.keys(HANDLERS) as OperationName[];
  const handlers = Object.fromEntries(names.map((name) => [name, HANDLERS[name](tools)])) as {
    [Name in OperationName]: AnyHandler;
  };
  const audited = createAudited(tools, logger);

  async function act(called: FaceCall, trail: Trail): Promise<unknown> {
    const { operation, now, callId, request, cookies, ifMatch } = called;
    const caller = await letIn(tools, called, trail);
    const input = await called.read(caller);
    trail.input = input;
    if (caller && isAboutSite(operation)) trail.site = await requireSite(tools, caller.principal, input);
    const identified = (principal: Principal) => {
      trail.principal = principal;
    };
    const told = caller ? { principal: caller.principal, caller: caller.principal.id, ifMatch } : {};
    const run = (freshId: () => string) =>
      handlers[operation](input, { now, callId, request, cookies, identified, newId: freshId, ...told } as Call);
    const { idempotencyKey: key } = called;
    const ownId = () => newId(tools.machine, now);
    if (key === undefined || !caller || OPERATIONS[operation].method !== 'POST') return run(ownId);
    const { principal } = caller;
    return once(tools.outcomes, { key, operation, principal, input, newId: ownId, now: tools.machine.doorTime() }, run);
  }

  return async (called) => {
    const trail: Trail = {};
    try {
      const answer = await act(called, trail);
      await audited(called, trail);
      return answer;
    } catch (error) {
      await audited(called, trail, error);
      throw error;
    }
  };
}

/** Undefined for operations that anybody may call. */
async function letIn(
  tools: Tools,
  { operation, request, cookies }: FaceCall,
  trail: Trail,
): Promise<Authenticated | undefined> {
  const { permission, weight }: Operation = OPERATIONS[operation];
  if (permission === 'public') return undefined;
  const outcome = await authenticate(tools, request, weight);
  if (!outcome.valid) {
    const { reason, claimed, principal } = outcome;
    Object.assign(trail, { reason, claimed, principal });
    throw errorOf(outcome);
  }
  trail.principal = outcome.principal;
  for (const [name, cookie] of outcome.cookies) cookies.set(name, cookie);
  permit(outcome.principal, operation, permission);
  return outcome;
}

/** To register is about a site too, but there may be none yet: it asks by itself. */
function isAboutSite(operation: OperationName): boolean {
  return operation !== 'sites.register' && OPERATIONS[operation].path.includes('{siteId}');
}

/** Throws SiteUnknown, of a site of somebody else too. */
async function requireSite({ sites }: Tools, principal: Principal, input: Input): Promise<OwnedSite> {
  const { siteId } = input as { siteId: string };
  const site = await sites.find(siteId);
  if (!site || !sees(principal, site)) throw new ServiceError('SiteUnknown', { siteId });
  return site;
}
