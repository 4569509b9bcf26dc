/**
 * A tick: every kind that may be due is asked for once, and done in its share of the minute. One kind's trouble keeps no other from being
 * done, and what there is no time for stays due.
 */
import type { Notice } from '../../core/notice.ts';
import { isAwsError } from '../clients/aws.ts';
import { dueLongest, type Found } from '../records/overdue.ts';
import type { Waits } from '../records/waits.ts';
import { CARES_A_TICK, type CareTools, careForDue } from './care.ts';
import { ERRANDS_A_TICK, type ErrandTools, runErrands } from './errands.ts';
import { type GlanceTools, glance } from './glance.ts';
import type { LookAt } from './look-at.ts';
import type { Meter } from './metrics.ts';
import { NOTICES_A_TICK, type NoticeTools, tellNotices } from './notices.ts';
import { grantResends, type ResendTools } from './resends.ts';

export interface TickTools extends GlanceTools, ErrandTools, ResendTools, CareTools, NoticeTools {
  waits: Waits;
  lookAt: LookAt;
  meter: Meter;
}

/** Milliseconds since the function began. */
export type Elapsed = () => number;

/**
 * Of the function's sixty seconds, from its beginning: nothing else that is due is begun after so many, and stays due for the next tick.
 * Ten are left for what is at it, for notices and for figures: a function that is killed would tell neither.
 */
const TICK_MS = 50_000;
/** No look is begun after so many, however slow they are: ten are left for resends. */
const LOOKS_MS = 40_000;
/** No notice is told after so many. */
const NOTICES_MS = 55_000;
/**
 * A look takes 200 ms or so: some calls to the table, one to ACM or CloudFront. One after the other, they stay below ACM's 10 a second, and
 * 200 a minute carry 3,000 requests that wait for approval.
 */
const LOOKS_A_TICK = 200;
/** After AWS has throttled a look: its buckets fill by the second. */
const BREATH_MS = 1000;

/** `began`: the function's own time at its beginning. */
export async function tick(tools: TickTools, now: Date, began: Date, elapsed: Elapsed): Promise<void> {
  const { logger, meter, failed } = tools;
  await glance(tools, now).catch((error: unknown) => {
    logger.error('the glance failed; the next one is in an hour', { error: error as Error });
    failed();
  });
  const due = await doDue(tools, now, elapsed);
  await meter.tick(now, began, dueLongest({ ...due, notices: await tell(tools, now, elapsed) }));
}

/** Answers what it has found due. */
export async function doDue(tools: TickTools, now: Date, elapsed: Elapsed): Promise<Due> {
  const { machine, logger, lookAt, failed } = tools;
  const isOutOfTime = () => elapsed() >= TICK_MS;
  const due = await findDue(tools, now);
  await runErrands(tools, due.errands, now, isOutOfTime);
  for (const wait of due.waits) {
    if (elapsed() >= LOOKS_MS) break;
    if (!(await lookAt.wait(wait, now))) await machine.pause(BREATH_MS);
  }
  await grantResends(tools, due.resends, now, elapsed, TICK_MS).catch((error: unknown) => {
    if (isAwsError(error, 'WriterBusy')) return; // another watch is at it
    logger.error('resending failed; it is tried again', { error: error as Error });
    failed();
  });
  await careForDue(tools, due.cares, now, isOutOfTime);
  return due;
}

type Due = Omit<Found, 'notices'>;

/** Notices at the end: what is done meanwhile makes nothing else due in the same minute. */
async function findDue(tools: TickTools, now: Date): Promise<Due> {
  const [errands, waits, resends, cares] = await Promise.all([
    tools.errands.due(now, ERRANDS_A_TICK),
    tools.waits.due(now, LOOKS_A_TICK),
    tools.resends.due(new Date(now.getTime() + TICK_MS)),
    tools.cares.due(now, CARES_A_TICK),
  ]);
  return { errands, waits, resends, cares };
}

/** Answers what stood in the outbox. */
export async function tell(tools: TickTools, now: Date, elapsed: Elapsed): Promise<readonly Notice[]> {
  let waiting: readonly Notice[] = [];
  try {
    const outbox = await tools.notices.outbox(NOTICES_A_TICK, now);
    waiting = outbox.notices;
    await tellNotices(tools, outbox, now, () => elapsed() >= NOTICES_MS);
  } catch (error) {
    tools.logger.error('notices could not be told; they are told again', { error: error as Error });
    tools.failed();
  }
  return waiting;
}
