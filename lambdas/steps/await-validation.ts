/** AwaitValidation: parked while people approve. What people see is 72 hours; what decides is ACM's own status. */
import { APPROVAL_SECONDS } from '../../core/wait.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitValidation', env, ({ aliases }, { parkedAt }) => ({
    text: `Waiting until all ${aliases.length} names are approved.`,
    set: { status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner', deadline: approvalEnds(parkedAt) },
  }));

function approvalEnds(parkedAt: string): string {
  return new Date(Date.parse(parkedAt) + APPROVAL_SECONDS * 1000).toISOString();
}
