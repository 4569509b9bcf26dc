/** Looks for the TXT records of a move's held names, and keeps in the move how each of them stands. */
import type { Dns } from '../../core/dns.ts';
import { parentOf } from '../../core/domain-name.ts';
import { holderInWords } from '../../core/holder.ts';
import { heldNames, type MovingAlias, type OwnershipMove, ownershipRecord } from '../../core/move.ts';
import { judgeOwnership, leadsElsewhere, type OwnershipSeen } from '../../core/ownership-record.ts';
import type { Moves } from '../records/moves.ts';
import { askDoubled } from './ask-doubled.ts';

export interface SeenRecords {
  move: OwnershipMove;
  /** By alias, of those that somebody else holds. */
  records: Readonly<Record<string, OwnershipSeen>>;
}

/** `until`: how long we look. */
export async function seeTxtRecords(
  { moves, dns }: { moves: Moves; dns: Dns },
  before: OwnershipMove,
  until: string,
): Promise<SeenRecords> {
  const records = await checkRecords(dns, before, until);
  if (changesOf(before, records).length === 0) return { move: before, records };
  const move = await moves.change(before.moveId, (present) => ({
    aliases: { ...present.aliases, ...Object.fromEntries(changesOf(present, records)) },
  }));
  return { move, records };
}

/** Asks the name servers of each held name whether the record stands there that proves whose it is, all at once. By alias. */
async function checkRecords(dns: Dns, move: OwnershipMove, until: string): Promise<Record<string, OwnershipSeen>> {
  const seen = await Promise.all(
    heldNames(move).map(async (alias): Promise<[string, OwnershipSeen]> => {
      const { name } = ownershipRecord(alias, move.distribution);
      const zone = await dns.zoneOf(parentOf(alias));
      const authoritative = await dns.authoritative(zone, name, 'TXT');
      const resolved = authoritative.some(leadsElsewhere) ? await dns.lookup(name, 'TXT') : undefined;
      const isThere = authoritative.some(({ records }) => records.length > 0);
      const doubled = isThere ? [] : await askDoubled(dns, zone, name, 'TXT');
      const holder = holderOf(move, alias);
      const { distribution } = move;
      return [alias, judgeOwnership({ alias, holder, distribution, until, zone, authoritative, resolved, doubled })];
    }),
  );
  return Object.fromEntries(seen);
}

function holderOf({ aliases }: OwnershipMove, alias: string): string {
  const moving = aliases[alias];
  return moving ? holderInWords(moving.holder) : 'another CloudFront resource';
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
