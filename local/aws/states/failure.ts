/**
 * How a state fails: an error name and a cause, as Retry, Catch and the history see them. Which names a retrier or catcher
 * matches is decided here only.
 */

export interface Failure {
  error?: string | undefined;
  cause?: string | undefined;
  /** The task itself failed, so that `States.TaskFailed` matches. */
  task?: boolean | undefined;
  /** The deadline that was missed was the heartbeat's, so that `States.HeartbeatTimeout` matches. */
  heartbeat?: boolean | undefined;
  /** The failure of an expression: recorded as EvaluationFailed before anything else. */
  evaluation?: { location?: string | undefined; afterEntry: boolean } | undefined;
}

/** Thrown where a state cannot go on. */
export class StateFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.error ?? 'failed'}: ${failure.cause ?? ''}`);
    this.name = 'StateFailed';
    this.failure = failure;
  }
}

/** Never matched by `States.ALL`; a `States.Runtime` is never retried nor caught at all. Source: Step Functions guide, error handling. */
const DATA_LIMIT = 'States.DataLimitExceeded';
const RUNTIME = 'States.Runtime';

export function matches(names: readonly string[], failure: Failure): boolean {
  if (failure.error === RUNTIME) return false;
  return names.some((name) => {
    if (name === 'States.ALL') return failure.error !== DATA_LIMIT;
    if (name === 'States.TaskFailed') return failure.task === true && failure.error !== 'States.Timeout';
    if (name === 'States.HeartbeatTimeout') return failure.heartbeat === true;
    return name === failure.error;
  });
}

/** What `$states.errorOutput` holds, and a caught state's output unless the catcher has its own. */
export function errorOutput({ error, cause }: Failure): Record<string, string> {
  return { ...(error !== undefined && { Error: error }), ...(cause !== undefined && { Cause: cause }) };
}

/** Bytes that a state's input, output or result may have as JSON. Source: Step Functions service quotas. */
export const PAYLOAD_LIMIT = 262_144;

export function exceedsPayload(value: unknown): boolean {
  const text = JSON.stringify(value) ?? '';
  return text.length * 3 > PAYLOAD_LIMIT && Buffer.byteLength(text) > PAYLOAD_LIMIT;
}

/** `who` is the state's name, or for a task's own answer what answered. */
export function dataLimitExceeded(who: string): Failure {
  return {
    error: DATA_LIMIT,
    cause: `The state/task '${who}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  };
}
