/** Looks for the TXT records of a move's held names, and keeps in the move how each of them stands. */
import type { Dns } from '../../core/dns.ts';
import type { MovingAlias, OwnershipMove } from '../../core/move.ts';
import type { OwnershipSeen } from '../../core/ownership-record.ts';
import type { Moves } from '../records/moves.ts';
import { checkOwnershipRecords } from './check-ownership-records.ts';

export interface SeenRecords {
  move: OwnershipMove;
  /** By alias, of those that somebody else holds. */
  records: Readonly<Record<string, OwnershipSeen>>;
}

export async function seeTxtRecords(
  { moves, dns }: { moves: Moves; dns: Dns },
  before: OwnershipMove,
  until: string,
): Promise<SeenRecords> {
  const records = await checkOwnershipRecords(dns, before, until);
  if (changesOf(before, records).length === 0) return { move: before, records };
  const move = await moves.change(before.moveId, (present) => ({
    aliases: { ...present.aliases, ...Object.fromEntries(changesOf(present, records)) },
  }));
  return { move, records };
}

function changesOf({ aliases }: OwnershipMove, records: SeenRecords['records']): [string, MovingAlias][] {
  return Object.entries(records).flatMap(([alias, { state }]): [string, MovingAlias][] => {
    const moving = aliases[alias];
    return moving && moving.txt !== state ? [[alias, { ...moving, txt: state }]] : [];
  });
}

/** How many of them stand, for the timeline. */
export function recordsInWords({ records }: SeenRecords): string {
  const states = Object.values(records).map(({ state }) => state);
  return `${states.filter((state) => state === 'seen').length} of ${states.length} TXT records stand`;
}
