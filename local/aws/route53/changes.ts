/**
 * What a change batch does to a zone's record sets: all of it or, with every reason told, nothing. A pure function; texts as
 * Route 53 words them.
 */
import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { canonicalValue } from '../../dns/presentation.ts';
import type { RecordSet, RecordType } from '../../dns/zones.ts';

/** The types that the simulated DNS can hold. */
const TYPES: readonly string[] = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'CAA', 'NS', 'SOA'] satisfies RecordType[];

export type BatchResult = { put: RecordSet[]; removed: RecordSet[] } | { refused: string[] };

/** `zone` and the names of `setsOf` without trailing dot. Later changes see what earlier ones of the batch did. */
export function applyBatch(zone: string, setsOf: (name: string) => RecordSet[], changes: Change[]): BatchResult {
  const names = new Set(changes.map(({ ResourceRecordSet }) => bareName(ResourceRecordSet?.Name)));
  const before = new Map([...names].flatMap(setsOf).map((set) => [key(set), set]));
  const after = new Map(before);
  const refused = changes.flatMap((change) => applyChange(zone, after, change));
  refused.push(...conflicts(zone, after));
  if (refused.length > 0) return { refused };
  return {
    put: [...after].filter(([id, set]) => before.get(id) !== set).map(([, set]) => set),
    removed: [...before].filter(([id]) => !after.has(id)).map(([, set]) => set),
  };
}

function applyChange(zone: string, sets: Map<string, RecordSet>, { Action, ResourceRecordSet }: Change): string[] {
  const set = toRecordSet(ResourceRecordSet);
  if ('refused' in set) return [set.refused];
  const shown = `[name='${fqdn(set.name)}', type='${set.type}']`;
  if (set.name !== zone && !set.name.endsWith(`.${zone}`))
    return [`RRSet with DNS name ${fqdn(set.name)} is not permitted in zone ${fqdn(zone)}`];
  const there = sets.get(key(set));
  if (Action === 'CREATE' && there) return [`Tried to create resource record set ${shown} but it already exists`];
  if (Action !== 'DELETE') {
    sets.set(key(set), set);
    return [];
  }
  if (!there) return [`Tried to delete resource record set ${shown} but it was not found`];
  if (there.ttl !== set.ttl || valuesOf(there) !== valuesOf(set))
    return [`Tried to delete resource record set ${shown} but the values provided do not match the current values`];
  if (set.name === zone && set.type === 'SOA') return ['A HostedZone must contain exactly one SOA record.'];
  if (set.name === zone && set.type === 'NS')
    return ['A HostedZone must contain at least one NS record for the zone itself.'];
  sets.delete(key(set));
  return [];
}

/** A CNAME stands alone at its name (RFC 1034, 3.6.2), and so never at the apex. */
function conflicts(zone: string, sets: Map<string, RecordSet>): string[] {
  const typesByName = Map.groupBy(sets.values(), (set) => set.name);
  return [...typesByName].flatMap(([name, those]) => {
    if (!those.some((set) => set.type === 'CNAME')) return [];
    if (name === zone)
      return [`RRSet of type CNAME with DNS name ${fqdn(name)} is not permitted at apex in zone ${fqdn(zone)}`];
    if (those.length === 1) return [];
    return [
      `RRSet of type CNAME with DNS name ${fqdn(name)} is not permitted as it conflicts with other records with the same DNS name in zone ${fqdn(zone)}`,
    ];
  });
}

function toRecordSet(input: ResourceRecordSet | undefined): RecordSet | { refused: string } {
  const { Name = '', Type = '', TTL, ResourceRecords, AliasTarget, SetIdentifier } = input ?? {};
  if (AliasTarget || SetIdentifier) return { refused: 'Alias targets and routing policies are not simulated' };
  if (!TYPES.includes(Type)) return { refused: `Records of type ${Type} are not simulated` };
  if (TTL === undefined || !ResourceRecords?.length)
    return {
      refused: `Missing field 'TTL' or 'ResourceRecords' in resource record set [name='${Name}', type='${Type}']`,
    };
  const values = ResourceRecords.map((record) => record.Value ?? '');
  if (Type === 'CNAME' && values.length > 1)
    return { refused: `Invalid Resource Record: CNAME RRSet must contain exactly one record [name='${Name}']` };
  return { name: bareName(Name), type: Type as RecordType, ttl: TTL, values };
}

/** In any order; the DNS keeps names without the dot that they may be given with. */
const valuesOf = ({ type, values }: RecordSet) =>
  values
    .map((value) => canonicalValue(type, value))
    .sort()
    .join('\n');

const key = (set: RecordSet) => `${set.name} ${set.type}`;

/** As it is given: in any case, with or without the root's dot. */
export const bareName = (name = '') => name.replace(/\.$/, '').replace('\\052', '*').toLowerCase();

/** As Route 53 writes a name: with the root's dot, the asterisk in octal. */
export const fqdn = (name: string) => `${name.replace('*', '\\052')}.`;
