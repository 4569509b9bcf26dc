/** Executions that changed status: a technical failure shows as `failing` on its request, a redrive takes that back. */
import * as z from 'zod';
import { isOver } from '../../core/request.ts';
import type { Requests } from '../records/requests.ts';
import type { Waits } from '../records/waits.ts';

const ExecutionDetail = z.looseObject({
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
  error: z.string().nullish(),
});

/** The execution's name is the request's id. */
export async function tellExecution(requests: Requests, waits: Waits, detail: unknown, now: Date): Promise<void> {
  const { name: requestId, status, error } = ExecutionDetail.parse(detail);
  if (!(await requests.find(requestId))) return; // somebody else's execution
  if (status === 'SUCCEEDED' || status === 'PENDING_REDRIVE') return;
  const at = now.toISOString();
  if (status !== 'RUNNING') for (const wait of await waits.at(requestId)) await waits.end(wait);
  await requests.change(requestId, (request) => {
    if (status === 'RUNNING') {
      if (!request.failing) return undefined;
      return { type: 'Recovered', at, by: 'service', text: 'The workflow runs again.', set: { failing: null } };
    }
    if (isOver(request)) return undefined; // a business end: told when it was recorded
    const failing = { error: error ?? status, since: at };
    return {
      type: 'Failing',
      at,
      by: 'service',
      text: `The workflow stopped (${failing.error}); on-call has been told.`,
      set: { failing },
    };
  });
}
