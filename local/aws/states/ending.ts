/** How an execution ends: the closing event of its history, and what is kept of the result. */
import { type Execution, HISTORY_LIMIT, type Journal } from './journal.ts';

/** The result, or why there is none. */
export type Ending =
  | { status: 'SUCCEEDED'; output: unknown }
  | { status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; error?: string | undefined; cause?: string | undefined };

export const historyFull: Ending = {
  status: 'FAILED',
  error: 'States.Runtime',
  cause: `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`,
};

const CLOSING = {
  FAILED: { type: 'ExecutionFailed', details: 'executionFailedEventDetails' },
  TIMED_OUT: { type: 'ExecutionTimedOut', details: 'executionTimedOutEventDetails' },
  ABORTED: { type: 'ExecutionAborted', details: 'executionAbortedEventDetails' },
} as const;

/** Writes the closing event and gives the execution as it is then. */
export function closed(journal: Journal, execution: Execution, previous: number, ending: Ending): Execution {
  const stoppedAt = journal.now();
  if (ending.status === 'SUCCEEDED') {
    const output = JSON.stringify(ending.output);
    journal.append(execution.arn, previous, 'ExecutionSucceeded', {
      executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
    });
    return { ...execution, status: ending.status, output, stoppedAt };
  }
  const { status, error, cause } = ending;
  const why = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  journal.append(execution.arn, previous, CLOSING[status].type, { [CLOSING[status].details]: why });
  return { ...execution, ...why, status, stoppedAt };
}
