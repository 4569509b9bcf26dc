/**
 * Deliveries to webhooks: one item a notice, with what came of each try. Those of one request are made in the order of its
 * events: only the first that is pending may be tried, and whoever tries it claims it by moving the time when it is due.
 */
import type { Notice } from '../../core/notice.ts';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { TABLE } from '../../core/topology.ts';
import type { Attempt, DeliveryState } from '../../core/webhook.ts';
import { type Item, type Key, type Table, THERE } from '../clients/table.ts';
import { DUE } from './due.ts';
import { type Part, part } from './part.ts';

export interface Delivery {
  /** `<requestId>-<seq>`, also the id of the message. No dots: they separate what is signed. */
  deliveryId: string;
  siteId: string;
  requestId: string;
  notice: Notice;
  createdAt: string;
  /** When it could first be tried: later than `createdAt` only after a replay. */
  begunAt: string;
  state: DeliveryState;
  /** When it may be tried next; null when it is not pending. */
  dueAt: string | null;
  /** Since `begunAt`. */
  attempts: readonly Attempt[];
  /** The beginning of what the receiver said last. */
  answer: string | null;
}

/** What is over is kept for a month: long enough for whoever comes back from holidays to ask for it again. */
const KEPT_SECONDS = 30 * 24 * 3600;
/** Longer than a function may try; after it, a crashed try is made again. */
const LEASE_MS = 90_000;

function deliveryKey(requestId: string, seq: number): Key {
  return { pk: `DELIVERIES#${requestId}`, sk: String(seq).padStart(6, '0') };
}

/** Of the list of a site's deliveries. */
function sortKeyOf({ createdAt, deliveryId }: Delivery): string {
  return `${createdAt}#${deliveryId}`;
}

/** A new one, to be stored with the end of its notice. */
export function deliveryItem(notice: Notice, now: Date): Item {
  const { requestId, siteId, seq } = notice;
  const at = now.toISOString();
  const delivery: Delivery = {
    deliveryId: `${requestId}-${seq}`,
    siteId,
    requestId,
    notice,
    createdAt: at,
    begunAt: at,
    state: 'pending',
    dueAt: at,
    attempts: [],
    answer: null,
  };
  return {
    ...deliveryKey(requestId, seq),
    ...delivery,
    duePk: DUE.outbox,
    sitePk: `WEBHOOK#${siteId}`,
    siteSk: sortKeyOf(delivery),
  };
}

function fromItem(item: Item): Delivery {
  const { pk: _, sk: __, duePk: ___, sitePk: ____, siteSk: _____, [TABLE.timeToLive]: ______, ...delivery } = item;
  return { dueAt: null, ...delivery } as unknown as Delivery;
}

export function createDeliveries(table: Table) {
  /** False when somebody else has moved it since it was read. */
  function reschedule({ requestId, notice, dueAt }: Delivery, next: string): Promise<boolean> {
    const asRead = { expression: 'dueAt = :seen', values: { ':seen': dueAt } };
    return table.update(deliveryKey(requestId, notice.seq), { set: { dueAt: next }, condition: asRead });
  }

  return {
    /** Those of a request that are still to be made, in the order of its events. */
    async pending(requestId: string): Promise<Delivery[]> {
      const items = await table.query({ partition: `DELIVERIES#${requestId}` });
      return items.map(fromItem).filter(({ state }) => state === 'pending');
    },

    /** Takes it for a try. Undefined when somebody else has. */
    async claim(delivery: Delivery, now: Date): Promise<Delivery | undefined> {
      const dueAt = new Date(now.getTime() + LEASE_MS).toISOString();
      return (await reschedule(delivery, dueAt)) ? { ...delivery, dueAt } : undefined;
    },

    /** They stand behind one that is tried again then. */
    async waitBehind(others: readonly Delivery[], until: string): Promise<void> {
      for (const other of others) if (other.dueAt !== null && other.dueAt < until) await reschedule(other, until);
    },

    /** What came of a try: `next` is when it is tried again, undefined when that is over. */
    async tried(
      delivery: Delivery,
      attempt: Attempt,
      answer: string | null,
      next: Date | undefined,
    ): Promise<Delivery> {
      const state = attempt.problem === null ? 'delivered' : next ? 'pending' : 'dead';
      const told = { state, answer, attempts: [...delivery.attempts, attempt] } as const;
      const key = deliveryKey(delivery.requestId, delivery.notice.seq);
      const asClaimed = { expression: 'dueAt = :claimed', values: { ':claimed': delivery.dueAt } };
      if (state === 'pending' && next) {
        await table.update(key, { set: { ...told, dueAt: next.toISOString() }, condition: asClaimed });
        return { ...delivery, ...told, dueAt: next.toISOString() };
      }
      const expiry = { [TABLE.timeToLive]: unixSeconds(new Date(attempt.at)) + KEPT_SECONDS };
      await table.update(key, { set: { ...told, ...expiry }, remove: ['duePk', 'dueAt'], condition: asClaimed });
      return { ...delivery, ...told, dueAt: null };
    },

    /** Of a site; undefined when it has no such delivery, or no more. */
    async find(siteId: string, deliveryId: string): Promise<Delivery | undefined> {
      const [, requestId = '', seq = ''] = /^(.+)-(\d{1,6})$/.exec(deliveryId) ?? [];
      const item = requestId === '' ? undefined : await table.get(deliveryKey(requestId, Number(seq)));
      return item?.siteId === siteId ? fromItem(item) : undefined;
    },

    /** As if it had never been tried; one that is pending is only tried sooner. Undefined when it has been removed by now. */
    async again(delivery: Delivery, now: Date): Promise<Delivery | undefined> {
      const at = now.toISOString();
      const anew = { state: 'pending', begunAt: at, dueAt: at, attempts: [], answer: null } as const;
      const isThere = await table.update(deliveryKey(delivery.requestId, delivery.notice.seq), {
        set: { ...anew, duePk: DUE.outbox },
        remove: [TABLE.timeToLive],
        condition: THERE,
      });
      return isThere ? { ...delivery, ...anew } : undefined;
    },

    sortKeyOf,
    /** Newest first: all, or at most `limit` from the sort key `begin` on. */
    async list(siteId: string, { begin, limit }: Part = {}): Promise<Delivery[]> {
      const where = { index: 'bySite', partition: `WEBHOOK#${siteId}`, newestFirst: true } as const;
      return (await table.query({ ...where, ...part('upTo', begin, limit) })).map(fromItem);
    },
  };
}

export type Deliveries = ReturnType<typeof createDeliveries>;
