/**
 * Requests whose execution is still to start. Stored together with the request, gone once it has started: what a crash between the
 * two leaves is found by due time, and started by watch.
 */
import type { Item, Key, Table } from '../clients/table.ts';

/** A request a second is far from what DynamoDB writes to one index partition. */
const PARTITION = 'START';
/** API Gateway ends a call after 29 s: whoever has not started it by then has died. */
const LONGEST_CALL_SECONDS = 30;

function startKey(requestId: string): Key {
  return { pk: `REQUEST#${requestId}`, sk: 'START' };
}

/** Of a request that is stored at that time. */
export function startItem(requestId: string, at: string): Item {
  const dueAt = new Date(Date.parse(at) + LONGEST_CALL_SECONDS * 1000).toISOString();
  return { ...startKey(requestId), requestId, duePk: PARTITION, dueAt };
}

export function createStarts(table: Table) {
  return {
    /** Requests that should have started by `now`. */
    async due(now: Date): Promise<string[]> {
      const items = await table.query({ index: 'due', partition: PARTITION, upTo: now.toISOString() });
      return items.map(({ requestId }) => String(requestId));
    },

    async nextDueAt(): Promise<string | undefined> {
      const [first] = await table.query({ index: 'due', partition: PARTITION, limit: 1 });
      return first && String(first.dueAt);
    },

    /** It has started. */
    async done(requestId: string): Promise<void> {
      await table.delete(startKey(requestId));
    },
  };
}

export type Starts = ReturnType<typeof createStarts>;
