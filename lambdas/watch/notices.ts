/**
 * Tells what stands in the outbox: on the bus, and to `notify` where the site has a webhook. The rule kept here: of one request
 * nothing is told before what happened earlier.
 */
import type { Notice } from '../../core/notice.ts';
import { EVENTS_AT_ONCE, type Events } from '../clients/events.ts';
import { deliveryItem } from '../records/deliveries.ts';
import type { Notices, Outbox } from '../records/notices.ts';
import type { Sites } from '../records/sites.ts';

export interface NoticeTools {
  notices: Notices;
  sites: Sites;
  events: Events;
}

/** A tick's share: thirty calls of the bus, some three seconds. More waits for the next tick. */
export const NOTICES_A_TICK = 300;

/** What there is no time for stays in the outbox. */
export async function tellNotices(
  tools: NoticeTools,
  { notices, due }: Outbox,
  now: Date,
  isOutOfTime: () => boolean,
): Promise<void> {
  const stored = await announce(tools, notices, now, isOutOfTime);
  for (const requestId of new Set([...due, ...stored])) await tools.events.deliveryDue(requestId);
}

/** Answers the requests that have a delivery more. What could not be told stays in the outbox. */
async function announce(
  { notices, sites, events }: NoticeTools,
  waiting: readonly Notice[],
  now: Date,
  isOutOfTime: () => boolean,
): Promise<Set<string>> {
  const hasWebhook = webhooksOf(sites);
  const [stuck, stored] = [new Set<string>(), new Set<string>()];
  for (let rest = waiting; rest.length > 0 && !isOutOfTime(); rest = rest.slice(EVENTS_AT_ONCE)) {
    const batch = rest.slice(0, EVENTS_AT_ONCE).filter(({ requestId }) => !stuck.has(requestId));
    const taken = batch.length > 0 ? await events.announce(batch) : [];
    for (const [index, notice] of batch.entries()) {
      const { requestId, siteId } = notice;
      if (!taken[index]) stuck.add(requestId);
      if (stuck.has(requestId)) continue;
      const isPosted = await hasWebhook(siteId);
      await notices.told(notice, isPosted ? deliveryItem(notice, now) : undefined);
      if (isPosted) stored.add(requestId);
    }
  }
  return stored;
}

/** Each site is read once. */
function webhooksOf(sites: Sites): (siteId: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (siteId) => {
    const has = known.get(siteId) ?? sites.find(siteId).then((site) => site?.webhookUrl !== undefined);
    known.set(siteId, has);
    return has;
  };
}
