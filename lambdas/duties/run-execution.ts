/**
 * Has an execution run: started, or redriven where it stands still. The rule kept here: watch follows what runs, for that it has stopped
 * is told by one event, which Step Functions sends as best it can.
 */
import type { StepFunctions } from '../clients/step-functions.ts';
import { type Errands, following } from '../records/errands.ts';

export interface RunTools {
  stepFunctions: StepFunctions;
  errands: Errands;
}

/** Once: if it was started before, however it went, that execution stands. */
export async function startExecution(
  { stepFunctions, errands }: RunTools,
  machineArn: string,
  execution: string,
  input: Record<string, unknown>,
  now: Date,
): Promise<void> {
  if (await stepFunctions.start(machineArn, execution, input)) await errands.give(following(execution, now));
}

/** False of one that is past help (lambdas/clients/step-functions.ts). */
export async function redriveExecution(
  { stepFunctions, errands }: RunTools,
  machineArn: string,
  execution: string,
  now: Date,
): Promise<boolean> {
  const isGoing = await stepFunctions.redrive(machineArn, execution);
  if (isGoing) await errands.give(following(execution, now));
  return isGoing;
}
