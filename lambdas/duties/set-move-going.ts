/**
 * Has an ownership move that stands still go on: by redrive; or, when Step Functions redrives its execution no more, in another one, which
 * takes its place and begins anew, open to others again, at AWS Support where the case lies there: every step finds done what is done, and
 * the ticket is the one that there is. Whatever it waits for is looked at now.
 */
import { nextExecution } from '../../core/execution.ts';
import { openingRequestOf } from '../../core/move.ts';
import type { MachineArns } from '../clients/step-functions.ts';
import type { Moves } from '../records/moves.ts';
import type { Waits } from '../records/waits.ts';
import { type RunTools, redriveExecution, startExecution } from './run-execution.ts';

export interface StoppedMoveTools extends RunTools {
  moves: Moves;
  waits: Waits;
  machineArns: Pick<MachineArns, 'move-ownership'>;
}

/** Nothing where it has ended. That it stands still, watch may not have been told. */
export async function setMoveGoing(tools: StoppedMoveTools, moveId: string, now: Date): Promise<void> {
  const { moves, waits, stepFunctions, machineArns } = tools;
  const arn = machineArns['move-ownership'];
  const { phase, execution: closed, failing } = await moves.require(moveId);
  if (phase === 'ENDED') return;
  const stands = failing !== null || (await stepFunctions.hasStopped(arn, closed));
  if (stands && !(await redriveExecution(tools, arn, closed, now))) {
    // Of two who see that at one moment, both begin the same one. It stays failing until it runs: then nothing is lost by a crash here.
    const { execution } = await moves.change(moveId, (present) =>
      present.execution === closed ? { execution: nextExecution(closed), isEnding: false } : undefined,
    );
    await startExecution(tools, arn, execution, { requestId: openingRequestOf(moveId) }, now);
  }
  await waits.lookNow(moveId, now);
}
