/**
 * Care: one row per request that serves, with the time when it is to be looked after next. Found by due time as waits are, and
 * claimed with a lease; the row goes when the request is over. By the other index it is found in the minute of its glance.
 */
import { glanceMinute } from '../../core/glance.ts';
import type { Item, Key, Table } from '../clients/table.ts';
import { DUE } from './due.ts';

export interface Care {
  requestId: string;
  dueAt: string;
}

/** As a look's: after it, a crashed one is taken up by the next watch. */
const LEASE_SECONDS = 90;

function careKey({ requestId }: Pick<Care, 'requestId'>): Key {
  return { pk: `REQUEST#${requestId}`, sk: 'CARE' };
}

/** Five hundred sites are eight or nine a minute. */
function minutePartition(minute: number): string {
  return `GLANCE#${String(minute).padStart(2, '0')}`;
}

/** The same for the life of a request. */
function ofMinute(requestId: string): { sitePk: string; siteSk: string } {
  return { sitePk: minutePartition(glanceMinute(requestId)), siteSk: requestId };
}

function fromItem({ requestId, dueAt }: Item): Care {
  return { requestId: String(requestId), dueAt: String(dueAt) };
}

export function createCares(table: Table) {
  /** Moves the due time, if nobody else has since `care` was read. A row from before glances had their minutes gets one. */
  async function reschedule(care: Care, dueAt: Date): Promise<Care | undefined> {
    const moved = { ...care, dueAt: dueAt.toISOString() };
    const asRead = { expression: 'dueAt = :seen', values: { ':seen': care.dueAt } };
    const set = { dueAt: moved.dueAt, ...ofMinute(care.requestId) };
    return (await table.update(careKey(care), { set, condition: asRead })) ? moved : undefined;
  }

  return {
    /** From then on the request is looked after. What is already planned is replaced. */
    async plan(requestId: string, dueAt: Date): Promise<void> {
      const care: Care = { requestId, dueAt: dueAt.toISOString() };
      await table.put({ ...careKey(care), ...care, duePk: DUE.cares, ...ofMinute(requestId) });
    },

    async of(requestId: string): Promise<Care | undefined> {
      const item = await table.get(careKey({ requestId }));
      return item && fromItem(item);
    },

    /** Due by `now`, earliest first, at most so many. */
    async due(now: Date, limit: number): Promise<Care[]> {
      const items = await table.query({ index: 'due', partition: DUE.cares, upTo: now.toISOString(), limit });
      return items.map(fromItem);
    },

    /** Requests that serve and are glanced at in that minute of the hour. */
    async glancedAt(minute: number): Promise<string[]> {
      const items = await table.query({ index: 'bySite', partition: minutePartition(minute) });
      return items.map(({ requestId }) => String(requestId));
    },

    /** Undefined when another watch has it. */
    claim: (care: Care, now: Date): Promise<Care | undefined> =>
      reschedule(care, new Date(now.getTime() + LEASE_SECONDS * 1000)),

    /** Next time then; a plan that was made meanwhile stays. */
    async again(claimed: Care, dueAt: Date): Promise<void> {
      await reschedule(claimed, dueAt);
    },

    /** Looked after no more, whoever is at it. */
    async drop(requestId: string): Promise<void> {
      await table.delete(careKey({ requestId }));
    },

    async end(claimed: Care): Promise<void> {
      const asRead = { expression: 'dueAt = :seen', values: { ':seen': claimed.dueAt } };
      await table.delete(careKey(claimed), asRead);
    },
  };
}

export type Cares = ReturnType<typeof createCares>;
