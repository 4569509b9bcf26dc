/**
 * Has a renewal or a migration that stands still go on: by redrive; or, when Step Functions redrives its execution no more, in another one,
 * which begins it anew: every step finds done what is done. Of a request that is over it comes to its end.
 */
import { nextExecution, requestOf } from '../../core/execution.ts';
import type { MachineArns } from '../clients/step-functions.ts';
import { type RunTools, redriveExecution, startExecution } from './run-execution.ts';

export type JobMachine = 'renew-certificate' | 'migrate-validation';

/** `closed`: the execution that stands still. Of two who see that at one moment, both begin the same one. */
export async function setJobGoing(
  tools: RunTools & { machineArns: Pick<MachineArns, JobMachine> },
  machine: JobMachine,
  closed: string,
  now: Date,
): Promise<void> {
  const arn = tools.machineArns[machine];
  if (await redriveExecution(tools, arn, closed, now)) return;
  await startExecution(tools, arn, nextExecution(closed), { requestId: requestOf(closed) }, now);
}
