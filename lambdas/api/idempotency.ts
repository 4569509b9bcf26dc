/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST that is sent again under its key does nothing again and
 * answers what it answered, refusals included. What failed on our side or is refused for a time is not kept: it may be tried again.
 */
import { createHash } from 'node:crypto';
import type { ErrorDetails } from '../../core/api/answers-certificates.ts';
import { OPERATIONS, type Operation, type OperationName } from '../../core/api/operations.ts';
import { type ErrorCode, httpStatusOf, ServiceError } from '../../core/errors.ts';
import type { Principal } from '../../core/principal.ts';
import type { Outcomes } from '../records/outcomes.ts';
import { invalidField } from './input.ts';
import { isForATime } from './problem.ts';

/** As the header is called where its problems are told. */
const HEADER = 'Idempotency-Key';
/** Visible ASCII. UUIDs have 36 characters. */
const KEY = /^[\x21-\x7e]{1,255}$/;
/** A call that has passed the door and its schema. */
export interface KeyedCall {
  key: string;
  operation: OperationName;
  principal: Principal;
  input: unknown;
  /** Door time. */
  now: Date;
  newId(): string;
}

/** An outcome as it is kept. */
type Outcome =
  | { answer: unknown }
  | { refusal: { code: ErrorCode; facts: Record<string, string>; details: ErrorDetails } };

/** Runs the call, or answers what came of it before. Throws KeyReused, CallRunning, InvalidParameter, and what the call throws. */
export async function once(
  outcomes: Outcomes,
  call: KeyedCall,
  run: (newId: () => string) => Promise<unknown>,
): Promise<unknown> {
  if (!KEY.test(call.key)) throw invalidField(HEADER, 'must have 1 to 255 visible ASCII characters');
  const { holdsSecret }: Operation = OPERATIONS[call.operation];
  if (holdsSecret) throw invalidField(HEADER, 'cannot be given here: the answer holds a secret, which is not kept');
  const keyed = { name: nameOf(call), fingerprint: fingerprintOf(call) };
  const begun = await outcomes.begin(keyed, call.newId(), call.now);
  switch (begun.is) {
    case 'another':
      throw new ServiceError('KeyReused');
    case 'running':
      throw new ServiceError('CallRunning');
    case 'ended':
      return replay(begun.outcome as Outcome);
    case 'new':
      return runKept(outcomes, keyed, () => run(() => begun.id));
  }
}

async function runKept(
  outcomes: Outcomes,
  keyed: { name: string; fingerprint: string },
  run: () => Promise<unknown>,
): Promise<unknown> {
  try {
    const answer = await run();
    await outcomes.end(keyed, { answer } satisfies Outcome);
    return answer;
  } catch (error) {
    if (error instanceof ServiceError && !isForATime(error.name) && httpStatusOf(error.name) < 500) {
      const { name: code, facts, details } = error;
      await outcomes.end(keyed, { refusal: { code, facts: { ...facts }, details } } satisfies Outcome);
    } else await outcomes.release(keyed);
    throw error;
  }
}

function replay(outcome: Outcome): unknown {
  if ('answer' in outcome) return outcome.answer;
  const { code, facts, details } = outcome.refusal;
  throw new ServiceError(code, facts, { details });
}

/** Each caller has keys of its own. */
function nameOf({ principal: { partnerId, kind, id }, key }: KeyedCall): string {
  return JSON.stringify([partnerId, kind, id, key]);
}

/** Parsed input has its fields in the schema's order. */
function fingerprintOf({ operation, input }: KeyedCall): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, input]))
    .digest('hex');
}
