/** Asks the name servers of each held name whether the TXT record stands there that proves whose it is, all at once. */
import type { Answer, Dns, Zone } from '../../core/dns.ts';
import { NAME_OCTETS, parentOf } from '../../core/domain-name.ts';
import { holderInWords } from '../../core/holder.ts';
import { heldNames, type OwnershipMove, ownershipRecord } from '../../core/move.ts';
import { judgeOwnership, leadsElsewhere, type OwnershipSeen } from '../../core/ownership-record.ts';

/** By alias, of those that somebody else holds. `until`: how long we look. */
export async function checkOwnershipRecords(
  dns: Dns,
  move: OwnershipMove,
  until: string,
): Promise<Record<string, OwnershipSeen>> {
  const seen = await Promise.all(
    heldNames(move).map(async (alias): Promise<[string, OwnershipSeen]> => {
      const { name } = ownershipRecord(alias, move.distribution);
      const zone = await dns.zoneOf(parentOf(alias));
      const authoritative = await dns.authoritative(zone, name, 'TXT');
      const resolved = authoritative.some(leadsElsewhere) ? await dns.lookup(name, 'TXT') : undefined;
      const isThere = authoritative.some(({ records }) => records.length > 0);
      const doubled = isThere ? [] : await askDoubled(dns, zone, name);
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

async function askDoubled(dns: Dns, zone: Zone, name: string): Promise<Answer[]> {
  const doubled = zone.found ? `${name}.${zone.apex}` : name;
  return doubled.length > NAME_OCTETS ? [] : dns.authoritative(zone, doubled, 'TXT');
}
