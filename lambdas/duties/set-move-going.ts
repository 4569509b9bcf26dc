/**
 * Has an ownership move that stands still go on: by redrive; or, when Step Functions redrives its execution no more, in another one, which
 * takes its place and begins anew, at AWS Support where the case lies there: every step finds done what is done, and the ticket is the
 * one that there is. Whatever it waits for is looked at now.
 */
import { nextExecution } from '../../core/execution.ts';
import { openingRequestOf } from '../../core/move.ts';
import type { StepFunctions } from '../clients/step-functions.ts';
import type { Moves } from '../records/moves.ts';
import type { Waits } from '../records/waits.ts';
import type { MachineArns } from './find-orphans.ts';

export interface SettingGoing {
  moves: Moves;
  waits: Waits;
  stepFunctions: StepFunctions;
  machineArns: Pick<MachineArns, 'move-ownership'>;
}

/** Nothing where it has ended. */
export async function setMoveGoing(
  { moves, waits, stepFunctions, machineArns }: SettingGoing,
  moveId: string,
  now: Date,
): Promise<void> {
  const arn = machineArns['move-ownership'];
  const { phase, execution: closed, failing } = await moves.require(moveId);
  if (phase === 'ENDED') return;
  if (failing && !(await stepFunctions.redrive(arn, closed))) {
    // Of two who see that at one moment, both begin the same one. It stays failing until it runs: then nothing is lost by a crash here.
    const { execution } = await moves.change(moveId, (present) =>
      present.execution === closed ? { execution: nextExecution(closed) } : undefined,
    );
    await stepFunctions.start(arn, execution, { requestId: openingRequestOf(moveId) });
  }
  await waits.lookNow(moveId, now);
}
