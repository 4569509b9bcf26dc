/**
 * Tells what stands in the outbox: on the bus, and to `notify` where the site has a webhook. The rule kept here: of one request
 * nothing is told before what happened earlier.
 */
import type { Notice } from '../../core/notice.ts';
import { EVENTS_AT_ONCE, type Events } from '../clients/events.ts';
import { type Deliveries, deliveryItem } from '../records/deliveries.ts';
import type { Notices } from '../records/notices.ts';
import type { Sites } from '../records/sites.ts';

export interface Telling {
  notices: Notices;
  deliveries: Deliveries;
  sites: Sites;
  events: Events;
}

/** A tick's share: thirty calls of the bus, some three seconds. More waits for the next tick. */
const NOTICES_A_TICK = 300;

/** Answers when there is something to tell or to deliver next; undefined: nothing waits. */
export async function tellNotices(telling: Telling, now: Date): Promise<string | undefined> {
  const { notices, deliveries, events } = telling;
  const waiting = await notices.waiting(NOTICES_A_TICK);
  const told = waiting.length > 0 ? await announce(telling, waiting, now) : 0;
  const next = await deliveries.nextDueAt();
  if (next !== undefined && next <= now.toISOString())
    for (const requestId of await deliveries.due(now)) await events.deliveryDue(requestId);
  return told < waiting.length || waiting.length === NOTICES_A_TICK ? now.toISOString() : next;
}

/** How many were told. */
async function announce(telling: Telling, waiting: readonly Notice[], now: Date): Promise<number> {
  const { notices, events } = telling;
  const hasWebhook = webhooksOf(telling.sites);
  const stuck = new Set<string>();
  let told = 0;
  for (let rest = waiting; rest.length > 0; rest = rest.slice(EVENTS_AT_ONCE)) {
    const batch = rest.slice(0, EVENTS_AT_ONCE).filter(({ requestId }) => !stuck.has(requestId));
    const taken = batch.length > 0 ? await events.announce(batch) : [];
    for (const [index, notice] of batch.entries()) {
      if (!taken[index] || stuck.has(notice.requestId)) stuck.add(notice.requestId);
      else {
        await notices.told(notice, (await hasWebhook(notice.siteId)) ? deliveryItem(notice, now) : undefined);
        told++;
      }
    }
  }
  return told;
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
