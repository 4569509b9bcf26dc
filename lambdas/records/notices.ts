/**
 * The outbox: a notice is written in the very transaction of the event that it tells of, and deleted when it was told. So none is
 * ever lost, and none tells what did not happen; one may be told twice.
 */
import type { Notice } from '../../core/notice.ts';
import type { Item, Key, Table } from '../clients/table.ts';

/** One partition of the index: it takes 1,000 writes a second, and a request has some twenty notices in its life. */
const OUTBOX = 'NOTICE';

function noticeKey({ requestId, seq }: Notice): Key {
  return { pk: `REQUEST#${requestId}`, sk: `NOTICE#${digits(seq)}` };
}

function digits(seq: number): string {
  return String(seq).padStart(6, '0');
}

/** Every notice in the outbox is due at once, so the index sorts by what matters: the order within each request. */
export function noticeItem(notice: Notice): Item {
  return { ...noticeKey(notice), notice, duePk: OUTBOX, dueAt: `${notice.requestId}#${digits(notice.seq)}` };
}

const STILL_THERE = { expression: 'attribute_exists(pk)' };

export function createNotices(table: Table) {
  return {
    /** At most so many; those of one request in the order of their events. */
    async waiting(limit: number): Promise<Notice[]> {
      const items = await table.query({ index: 'due', partition: OUTBOX, limit });
      return items.map((item) => item.notice as Notice);
    },

    /** It was told. `delivery` is stored with the same stroke; nothing happens where another watch has been here. */
    async told(notice: Notice, delivery?: Item): Promise<void> {
      await table.transact([
        { delete: noticeKey(notice), condition: STILL_THERE },
        ...(delivery ? [{ put: delivery }] : []),
      ]);
    },
  };
}

export type Notices = ReturnType<typeof createNotices>;
