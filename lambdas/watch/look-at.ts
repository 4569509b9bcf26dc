/**
 * Looks at what is parked: each look is claimed by planning the next one, and ends its wait when what is awaited holds. One that fails is
 * looked at again, and keeps no other from being looked at.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import { CANCELED } from '../../core/request.ts';
import { WAITS, type WaitName } from '../../core/wait.ts';
import { isAwsError } from '../clients/aws.ts';
import type { StepFunctions } from '../clients/step-functions.ts';
import { type Errands, following } from '../records/errands.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import { isLookedAt, type Wait, type Waits } from '../records/waits.ts';
import type { Look } from './look.ts';
import type { Meter } from './metrics.ts';

export interface LookAtTools {
  looks: Readonly<Record<WaitName, Look>>;
  waits: Waits;
  errands: Errands;
  requests: Requests;
  moves: Moves;
  stepFunctions: StepFunctions;
  logger: Logger;
  meter: Pick<Meter, 'count'>;
}

export type LookAt = ReturnType<typeof createLookAt>;

export function createLookAt(tools: LookAtTools) {
  const { requests, moves, waits, logger, meter } = tools;

  /** True when AWS let us ask. A row that cannot even be claimed or put off keeps no other from being looked at. */
  function lookAtWait(wait: Wait, now: Date): Promise<boolean> {
    return look(tools, wait, now).catch((error: unknown) => {
      meter.count('LooksFailed');
      const { execution, name } = wait;
      logger.error('a wait cannot be looked at', { execution, wait: name, error: error as Error });
      return true;
    });
  }

  /** What is parked for it, and for the executions that carry its name in front, its cadence anew. */
  async function lookAtExecution(name: string, now: Date): Promise<void> {
    for (const wait of await waits.of(name)) await lookAtWait({ ...wait, looks: 0 }, now);
  }

  return {
    wait: lookAtWait,
    execution: lookAtExecution,

    /** Its ownership move first, whose end the request awaits: another request may have begun it. */
    async request(requestId: string, now: Date): Promise<void> {
      const moveId = (await requests.find(requestId))?.moveId;
      if (moveId) await lookAtExecution(moveId, now);
      await lookAtExecution(requestId, now);
    },

    async ticket(ticketId: string, now: Date): Promise<void> {
      const move = await moves.ofTicket(ticketId);
      if (move) await lookAtExecution(move.moveId, now);
    },
  };
}

/** True when AWS let us ask. A look that it throttled, or that waits for another writer, is put off, and counts for nothing. */
async function look(tools: LookAtTools, wait: Wait, now: Date): Promise<boolean> {
  const { waits, errands, stepFunctions, logger, meter } = tools;
  const claimed = await waits.claim(wait, now);
  if (!claimed) return true;
  try {
    const end = claimed.end ?? (await concluded(tools, claimed, now));
    if (end) {
      await errands.give(following(wait.execution, now));
      await stepFunctions.succeed(claimed.taskToken, end);
      await waits.end(claimed);
    } else await followAfter(tools, wait, now);
  } catch (error) {
    if (isAwsError(error, 'AwsThrottled') || isAwsError(error, 'WriterBusy')) {
      await waits.putOff(claimed, now);
      if (isAwsError(error, 'AwsThrottled')) meter.count('LooksThrottled');
      return false;
    }
    await followAfter(tools, wait, now);
    meter.count('LooksFailed');
    logger.error('a look failed; it is tried again', {
      execution: wait.execution,
      wait: wait.name,
      error: error as Error,
    });
  }
  return true;
}

/**
 * Looks, and stores the result before anybody has it: should this watch die when the token is spent and the row is still there, the
 * next look would write what holds no more over what the workflow has done since. Undefined while there is none, or where another look has begun.
 */
async function concluded(tools: LookAtTools, claimed: Wait, now: Date): Promise<Wait['end']> {
  const { looks, waits, requests } = tools;
  const { name, execution } = claimed;
  const canceled = WAITS[name].onCancel === 'ends' && (await requests.require(execution)).cancelAskedAt;
  const seen = canceled ? { end: CANCELED } : await looks[name](claimed, now);
  if (seen !== 'notYet') return (await waits.conclude(claimed, seen.end)) ? seen.end : undefined;
  await waits.lookAgain(claimed, now);
  return undefined;
}

/** By then its state has timed out. Where nobody was told of that, Step Functions is asked, and the wait ends with the execution. */
async function followAfter({ errands }: LookAtTools, wait: Wait, now: Date): Promise<void> {
  if (isLookedAt(wait, now)) return;
  await errands.give({ ...following(wait.execution, now), dueAt: now.toISOString() });
}
