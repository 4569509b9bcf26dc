/**
 * The outbox: a notice is written in the very transaction of the event that it tells of, and deleted when it was told. So none is
 * ever lost, and none tells what did not happen; one may be told twice.
 */
import type { Notice } from '../../core/notice.ts';
import { type Item, type Key, type Table, THERE } from '../clients/table.ts';
import { DUE } from './due.ts';

/** What `watch` finds there. */
export interface Outbox {
  /** To be told now, those of one request in the order of their events. */
  notices: Notice[];
  /** Requests that have a delivery due. */
  due: string[];
}

function noticeKey({ requestId, seq }: Notice): Key {
  return { pk: `REQUEST#${requestId}`, sk: `NOTICE#${digits(seq)}` };
}

/** Deliveries stand in the same partition, behind it. */
function isNotice({ sk }: Pick<Item, 'sk'>): boolean {
  return sk.startsWith('NOTICE#');
}

function digits(seq: number): string {
  return String(seq).padStart(6, '0');
}

/** Every notice is due at once: it stands before all times (`#` sorts before digits), in the order of its request's events. */
export function noticeItem(notice: Notice): Item {
  return { ...noticeKey(notice), notice, duePk: DUE.outbox, dueAt: `#${notice.requestId}#${digits(notice.seq)}` };
}

export function createNotices(table: Table) {
  return {
    /** The first so many that are due. */
    async outbox(limit: number, now: Date): Promise<Outbox> {
      const items = await table.query({ index: 'due', partition: DUE.outbox, upTo: now.toISOString(), limit });
      const notices = items.filter(isNotice);
      const deliveries = items.slice(notices.length);
      return {
        notices: notices.map((item) => item.notice as Notice),
        due: [...new Set(deliveries.map(({ requestId }) => String(requestId)))],
      };
    },

    /** It was told. `delivery` is stored with the same stroke; nothing happens where another watch has been here. */
    async told(notice: Notice, delivery?: Item): Promise<void> {
      if (delivery) await table.transact([{ delete: noticeKey(notice), condition: THERE }, { put: delivery }]);
      else await table.delete(noticeKey(notice));
    },
  };
}

export type Notices = ReturnType<typeof createNotices>;
