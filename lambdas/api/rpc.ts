/**
 * The RPC face, as the vendor's SDKs call it: `POST /<namespace.method>` with form parameters, over HTTPS. Same operations, same
 * handlers, same schemas as the REST face; here parameters are texts, and the API key stands for the site.
 */

import { type InputOf, OPERATIONS, type OperationName } from '../../core/api/operations.ts';
import { ServiceError } from '../../core/errors.ts';
import { duplicateIn } from '../../core/security/parameter.ts';
import type { Authenticated } from '../authentication/authenticate.ts';
import { isKnownTo, targetOf } from '../authentication/keys.ts';
import { errorOf, refused } from '../authentication/refusal.ts';
import type { DoorRequest } from '../authentication/request.ts';
import { successEnvelope } from './envelope.ts';
import { invalidField, readInput } from './input.ts';
import type { Tools } from './operation.ts';
import type { FaceCall } from './perform.ts';
import { valuesOf } from './text-values.ts';

/** Parameters that say who calls and how, not what is asked for. The SDKs add `sdk`, `format` and `httpStatusCodes` by themselves. */
const OF_THE_CALL: ReadonlySet<string> = new Set([
  'apiKey',
  'userKey',
  'secret',
  'sig',
  'timestamp',
  'nonce',
  'sdk',
  'format',
  'httpStatusCodes',
]);

/** Where `apiKey` says who calls, the key of a site that is being registered has a name of its own. */
const SITE_API_KEY = 'siteApiKey';

/** What API Gateway and the HTTP layer tell of an RPC call. */
export interface RpcCall extends Pick<FaceCall, 'now' | 'callId' | 'cookies' | 'idempotencyKey'> {
  /** What stands behind the slash. */
  name: string;
  request: DoorRequest;
  hasBody: boolean;
}

/** Answers in the vendor's envelope; throws what the edge puts into it. */
export async function callRpc(
  tools: Tools,
  { name, request, hasBody, ...call }: RpcCall,
  perform: (called: FaceCall) => Promise<unknown>,
): Promise<object> {
  const operation = operationOf(name, request);
  const given = parametersOf(request, hasBody);
  const { apiKey = '', format = 'json' } = given;
  const asked = askedFor(operation, given);
  const { input } = OPERATIONS[operation];
  const read = async (caller: Authenticated | undefined) => {
    if (format !== 'json') throw invalidField('format', 'must be json');
    const site = caller && (await siteOf(tools, caller, request, apiKey));
    const body = valuesOf(input, atSite(operation, asked, site));
    return readInput(input, { path: {}, query: {}, body }) as InputOf<OperationName>;
  };
  const answer = await perform({ ...call, operation, request, sent: Object.keys(asked), read });
  return successEnvelope(answer as object, { callId: call.callId, time: tools.machine.doorTime() });
}

/** Does the caller want HTTP to say how it went? The SDKs say no. */
export function wantsHttpStatus({ form }: DoorRequest): boolean {
  return form.parameters.some(([name, value]) => name === 'httpStatusCodes' && /^(true|1)$/i.test(value));
}

function operationOf(name: string, { method, url }: DoorRequest): OperationName {
  if (!Object.hasOwn(OPERATIONS, name)) throw new ServiceError('OperationUnknown', { method, path: `/${name}` });
  if (method !== 'POST') throw new ServiceError('MethodNotAllowed', { method, path: `/${name}`, allowed: 'POST' });
  if (!/^https:/i.test(url))
    throw new ServiceError('RequestUnreadable', { problem: 'this face is served over HTTPS only' });
  return name as OperationName;
}

function parametersOf({ form, isForm }: DoorRequest, hasBody: boolean): Record<string, string> {
  if (hasBody && !isForm) {
    const problem = 'its body is not application/x-www-form-urlencoded';
    throw new ServiceError('RequestUnreadable', { problem });
  }
  if (form.malformed) throw errorOf(refused('malformedRequest'));
  const duplicate = duplicateIn(form.parameters);
  if (duplicate !== undefined) throw errorOf(refused('duplicateParameter', { parameters: [duplicate] }));
  return Object.fromEntries(form.parameters);
}

/** The operation's own parameters. */
function askedFor(operation: OperationName, given: Readonly<Record<string, string>>): Record<string, string> {
  const { apiKey, [SITE_API_KEY]: siteApiKey } = given;
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !OF_THE_CALL.has(name)));
  if (operation === 'sites.register') {
    delete own[SITE_API_KEY];
    return { ...own, ...(siteApiKey === undefined ? {} : { apiKey: siteApiKey }) };
  }
  return { ...own, ...(apiKey !== undefined && 'apiKey' in OPERATIONS[operation].input.shape ? { apiKey } : {}) };
}

/** The site that the API key names. Who signed was looked up with it; who came by Basic or cookie was not. */
async function siteOf(
  tools: Tools,
  caller: Authenticated,
  request: DoorRequest,
  apiKey: string,
): Promise<string | null> {
  if (caller.site) return caller.site.siteId;
  const isLookedUp = caller.by !== 'session' && request.authorization === undefined;
  if (apiKey === '' || isLookedUp) return null;
  const target = await targetOf(tools, apiKey);
  if (!isKnownTo(caller.principal, target)) throw errorOf(refused('unknownApiKey', { facts: { apiKey } }));
  return target.siteId;
}

/** An operation on a site needs no `siteId` where the API key says it, and takes no other. */
function atSite(
  operation: OperationName,
  asked: Readonly<Record<string, string>>,
  siteId: string | null | undefined,
): Readonly<Record<string, string>> {
  if (!siteId || !OPERATIONS[operation].path.includes('{siteId}') || operation === 'sites.register') return asked;
  if (asked.siteId !== undefined && asked.siteId !== siteId) throw invalidField('siteId', 'is not the site of apiKey');
  return { ...asked, siteId };
}
