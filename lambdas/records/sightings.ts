/** What a look at a serving request has seen once and the next one has to confirm: one item a request, gone when there is nothing. */
import type { Sightings as Seen } from '../../core/health.ts';
import type { Key, Table } from '../clients/table.ts';
import { pack, unpack } from './packing.ts';

function sightingsKey(requestId: string): Key {
  return { pk: `REQUEST#${requestId}`, sk: 'SIGHTINGS' };
}

export function createSightings(table: Table) {
  return {
    async of(requestId: string): Promise<Seen> {
      const item = await table.get(sightingsKey(requestId));
      return item ? unpack(item.sightings) : {};
    },
    async keep(requestId: string, before: Seen, after: Seen): Promise<void> {
      if (Object.keys(after).length > 0) await table.put({ ...sightingsKey(requestId), sightings: pack(after) });
      else if (Object.keys(before).length > 0) await table.delete(sightingsKey(requestId));
    },
  };
}

export type Sightings = ReturnType<typeof createSightings>;
