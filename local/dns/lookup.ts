/**
 * What one zone holds for a name and type: RFC 1034 section 4.3.2 step 3 with the wildcards of RFC 4592. Shared by the
 * authoritative servers and the resolver, so that both see the same world.
 */
import { parentOf } from './presentation.ts';
import type { NameServer, RecordSet, RecordType, Zone, ZoneNode, Zones } from './zones.ts';

export type Finding =
  | { kind: 'answer'; set: RecordSet }
  /** The name is a CNAME and another type was asked. */
  | { kind: 'alias'; set: RecordSet; target: string }
  /** The name lies at or below a zone cut. `servers` are those of the zone made there, none when only an NS record says so. */
  | { kind: 'delegation'; ns: RecordSet; servers: NameServer[] }
  | { kind: 'nodata'; soa: RecordSet }
  | { kind: 'nxdomain'; soa: RecordSet };

/** Route 53's TTL for NS records, seconds: for a delegation that the parent zone does not spell out. */
const DELEGATION_TTL = 172_800;

/** `name` is canonical and enclosed by `zone`; `type` may be one that zones cannot hold (`HTTPS`), which is no data. */
export function find(zones: Zones, zone: Zone, name: string, type: string): Finding {
  let encloser: ZoneNode | undefined;
  for (const at of pathDown(zone.name, name)) {
    const cut = at === zone.name ? undefined : delegation(zones, zone, at);
    if (cut) return cut;
    const node = zones.node(zone.name, at);
    if (!node && zones.leadsToZone(at)) continue; // an empty non-terminal above a delegated zone
    if (!node) return findWildcard(zones, zone, encloser?.name ?? zone.name, name, type);
    encloser = node;
  }
  return encloser?.name === name
    ? findAt(zones, zone, encloser, name, type)
    : { kind: 'nodata', soa: negativeSoa(zones, zone) };
}

/** From the zone's apex to the name: example.com, b.example.com, a.b.example.com. */
function pathDown(zone: string, name: string): string[] {
  const path = [name];
  for (let at = name; at !== zone; ) {
    at = parentOf(at);
    path.unshift(at);
  }
  return path;
}

function delegation(zones: Zones, zone: Zone, at: string): Finding | undefined {
  const child = zones.zone(at);
  const ns = zones.node(zone.name, at)?.sets.NS;
  if (!child && !ns) return undefined;
  const servers = child?.servers ?? [];
  const made: RecordSet = { name: at, type: 'NS', ttl: DELEGATION_TTL, values: servers.map(({ host }) => host) };
  return { kind: 'delegation', ns: ns ?? made, servers };
}

function findWildcard(zones: Zones, zone: Zone, encloser: string, name: string, type: string): Finding {
  const wildcard = zones.node(zone.name, `*.${encloser}`);
  return wildcard ? findAt(zones, zone, wildcard, name, type) : { kind: 'nxdomain', soa: negativeSoa(zones, zone) };
}

function findAt(zones: Zones, zone: Zone, node: ZoneNode, name: string, type: string): Finding {
  const set = node.sets[type as RecordType];
  if (set) return { kind: 'answer', set: { ...set, name } };
  const target = node.sets.CNAME?.values[0];
  if (node.sets.CNAME && target) return { kind: 'alias', set: { ...node.sets.CNAME, name }, target };
  return { kind: 'nodata', soa: negativeSoa(zones, zone) };
}

/** The SOA as it goes with a negative answer: its TTL is how long that answer may be kept (RFC 2308 section 3). */
function negativeSoa(zones: Zones, zone: Zone): RecordSet {
  const soa = zones.node(zone.name, zone.name)?.sets.SOA;
  const minimum = soa?.values[0]?.split(/\s+/).at(-1);
  if (!soa || minimum === undefined) throw new Error(`zone ${zone.name} has lost its SOA`);
  return { ...soa, ttl: Math.min(soa.ttl, Number(minimum)) };
}
