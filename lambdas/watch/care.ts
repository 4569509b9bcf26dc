/**
 * Care for what serves: a request that is READY or ACTIVE is looked after by itself, for as long as it serves. What there is to
 * look after stands in a list; each says when it wants to look again, the earliest counts.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import type { CertificateRequest } from '../../core/request.ts';
import { isOver } from '../../core/status.ts';
import { isAwsError } from '../clients/aws.ts';
import type { Care, Cares } from '../records/cares.ts';
import type { Requests } from '../records/requests.ts';

/** One thing to look after. Answers when to look again. */
export type Caring = (request: CertificateRequest, now: Date) => Promise<Date>;

export interface CareTools {
  cares: Cares;
  requests: Requests;
  logger: Logger;
  caring: readonly Caring[];
  /** Hears of each that failed: an alarm counts them with the looks. */
  failed: () => void;
}

/**
 * More stay due for the next tick. Each asks DNS and edges about every alias, a second or so: five of them fit into the ten seconds
 * that looks and resends leave. 300 an hour and 7,200 a day: 500 sites look once a day, and hourly only while something is amiss.
 */
export const CARES_A_TICK = 5;
/** After what could not be looked at. */
const AFTER_TROUBLE_MS = 600_000;

/** Looks after what is due. One request's trouble never keeps the others from it, nor one thing's trouble the other things; what there is no time for stays due. */
export async function careForDue(
  tools: CareTools,
  due: readonly Care[],
  now: Date,
  isOutOfTime: () => boolean,
): Promise<void> {
  for (const care of due) {
    if (isOutOfTime()) return;
    const claimed = await tools.cares.claim(care, now);
    if (!claimed) continue;
    // What cannot even be read is due again when its lease has ended.
    await careFor(tools, claimed, now).catch((error: unknown) => tell(tools, care.requestId, error));
  }
}

async function careFor(tools: CareTools, claimed: Care, now: Date): Promise<void> {
  const { cares, requests, caring } = tools;
  const request = await requests.find(claimed.requestId);
  if (!request || isOver(request)) return cares.end(claimed);
  const times: number[] = [];
  for (const look of caring) {
    const next = await look(request, now).catch((error: unknown) => {
      if (!isAwsError(error, 'AwsThrottled')) tell(tools, request.requestId, error);
      return new Date(now.getTime() + AFTER_TROUBLE_MS);
    });
    times.push(next.getTime());
  }
  await cares.again(claimed, new Date(Math.min(...times)));
}

function tell({ logger, failed }: CareTools, requestId: string, error: unknown): void {
  logger.error('looking after a request failed; it is tried again', { requestId, error: error as Error });
  failed();
}
