/** How far `watch` is behind with what it does by time: the first row of each kind tells. */
import type { Notice } from '../../core/notice.ts';
import type { Item, Table } from '../clients/table.ts';
import { DUE } from './due.ts';
import { isNotice } from './notices.ts';

/** A thousand requests that become READY at one moment are each looked after within four hours, and nothing is late by that. */
const PATIENCE_MS = 6 * 3_600_000;

/**
 * Since when, or from when on, the first of all kinds is to be done by `watch`; undefined when there is nothing. Deliveries are not its
 * own: they wait for their receiver, and for one another.
 */
export async function dueLongest(table: Table): Promise<string | undefined> {
  const firsts = await Promise.all(
    Object.values(DUE).map(async (partition) => {
      const [first] = await table.query({ index: 'due', partition, limit: 1 });
      return first && dueOf(partition, first);
    }),
  );
  return firsts.filter((time) => time !== undefined).sort()[0];
}

function dueOf(partition: string, { sk, dueAt, notice }: Item): string | undefined {
  if (partition === DUE.outbox) return isNotice({ sk }) ? (notice as Notice).at : undefined;
  if (partition === DUE.cares) return new Date(Date.parse(String(dueAt)) + PATIENCE_MS).toISOString();
  return String(dueAt);
}
