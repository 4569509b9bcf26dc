/**
 * Executions that changed status: a technical failure shows as `failing` on its request, a redrive takes that back. Events
 * come late and out of order: one that no longer holds is passed over, for the one that holds now comes too.
 */
import * as z from 'zod';
import { isOver } from '../../core/request.ts';
import type { StepFunctions } from '../clients/step-functions.ts';
import type { Requests } from '../records/requests.ts';
import type { Waits } from '../records/waits.ts';

const ExecutionDetail = z.looseObject({
  executionArn: z.string(),
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
  error: z.string().nullish(),
});

export interface Telling {
  requests: Requests;
  waits: Waits;
  stepFunctions: StepFunctions;
}

/** The execution's name is the request's id. */
export async function tellExecution(
  { requests, waits, stepFunctions }: Telling,
  detail: unknown,
  now: Date,
): Promise<void> {
  const { executionArn, name: requestId, status, error } = ExecutionDetail.parse(detail);
  if (!(await requests.find(requestId))) return; // somebody else's execution
  if (status === 'SUCCEEDED' || status === 'PENDING_REDRIVE') return;
  if ((await stepFunctions.statusOf(executionArn)) !== status) return;
  const at = now.toISOString();
  if (status !== 'RUNNING') for (const wait of await waits.at(requestId)) await waits.end(wait);
  await requests.change(requestId, (request) => {
    if (status === 'RUNNING') {
      if (!request.failing) return undefined;
      // The state that runs again may have told meanwhile who must act now: that stays.
      const waitingOn = request.waitingOn === 'vendor on-call' ? 'nobody' : request.waitingOn;
      const set = { failing: null, waitingOn } as const;
      return { type: 'Recovered', at, by: 'service', text: 'The workflow runs again.', set };
    }
    if (isOver(request)) return undefined; // a business end: told when it was recorded
    const failing = { error: error ?? status, since: at };
    return {
      type: 'Failing',
      at,
      by: 'service',
      text: `The workflow stopped (${failing.error}); the vendor's on-call must act.`,
      set: { failing, status: 'PENDING', waitingOn: 'vendor on-call', deadline: null },
    };
  });
}
