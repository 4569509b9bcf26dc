/**
 * The DNS of the simulated world as data: zones with their name servers and record sets. What the servers and the resolver
 * in this folder answer, what Route 53 and CloudFront write, what a person edits. The rule kept here: whatever is stored
 * can be served, so a record that no name server would load is refused when it is put.
 */
import { isDeepStrictEqual } from 'node:util';
import { createSortedKeys, type SortedKeys } from '../sorted-keys.ts';
import type { World } from '../world.ts';
import { canonicalName, canonicalValue, checkName, isLoopback, parentOf, parseValue } from './presentation.ts';

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'TXT' | 'MX' | 'CAA' | 'NS' | 'SOA';

/** Lower case, no trailing dot. Values in presentation format, as in a zone file: `10 mx.example.com`, `0 issue "amazon.com"`, `"text"`. */
export interface RecordSet {
  name: string;
  type: RecordType;
  /** Seconds. */
  ttl: number;
  values: string[];
}

/** An authoritative server: its host name, and the loopback address (127.0.0.0/8) that it listens on. */
export interface NameServer {
  host: string;
  address: string;
}

/**
 * How a name server meets a query: with the answer; not at all; *lame*, as a server that does not know it should serve the
 * zone (no answer, not authoritative); with REFUSED; or *stale*, as a secondary that has not heard of any change since.
 */
export const SERVER_BEHAVIOURS = ['answers', 'times-out', 'lame', 'refuses', 'stale'] as const;
export type ServerBehaviour = (typeof SERVER_BEHAVIOURS)[number];

/** What a validating resolver finds: no DS at the parent, a chain that holds, or one that does not. */
export const DNSSEC_VERDICTS = ['insecure', 'secure', 'bogus'] as const;
export type DnssecVerdict = (typeof DNSSEC_VERDICTS)[number];

export interface Zone {
  name: string;
  /** As the parent zone delegates it. The NS record set at the apex is the zone's own view, and may be put to differ. */
  servers: NameServer[];
  dnssec: DnssecVerdict;
}

/** A name that exists in a zone, with data or because there are names below it (RFC 8499 "empty non-terminal"). */
export interface ZoneNode {
  zone: string;
  name: string;
  sets: Partial<Record<RecordType, RecordSet>>;
  /** How many nodes lie directly below. */
  children: number;
}

/** All methods take names in any case, with or without a trailing dot. A refusal is an Error named `RecordRefused`. */
export interface Zones {
  /** Makes the zone with its SOA and NS, and the address records of its servers where a zone of this world holds their names. */
  createZone(zone: { name: string; servers: NameServer[] }): Zone;
  deleteZone(name: string): void;
  zones(): Zone[];
  zone(name: string): Zone | undefined;
  /** The deepest zone that encloses the name. */
  zoneOf(name: string): Zone | undefined;
  /** Whether a zone of that name, or one below it, exists. */
  leadsToZone(name: string): boolean;
  /** Replaces the record set of that name and type. What stands as it is to be is no change, and no new serial. */
  put(zoneName: string, recordSet: RecordSet): void;
  /** Takes a record set away; harmless when there is none. The SOA and the NS of the apex stay. */
  remove(zoneName: string, name: string, type: RecordType): void;
  /** By labels from the right, then by type. */
  records(zoneName: string): RecordSet[];
  /** The same, from that name on: a page of a large zone costs no more than one of a small zone. */
  recordsFrom(zoneName: string, name: string): Generator<RecordSet>;
  node(zoneName: string, name: string): ZoneNode | undefined;
  behaviour(host: string): ServerBehaviour;
  /** The zones as this server knows them: as they are, or as they were when it became stale. */
  knownTo(host: string): Zones;
  /** Of a server of some zone. */
  setBehaviour(host: string, behaviour: ServerBehaviour): void;
  setDnssec(zoneName: string, verdict: DnssecVerdict): void;
  /** Calls back when a zone is made. The result ends it. */
  onZone(listener: (zone: Zone) => void): () => void;
}

/** Time to live of a zone's own records, seconds: as Route 53 makes them (NS two days, SOA a quarter of an hour). */
const NS_TTL = 172_800;
const SOA_TTL = 900;
const ADDRESS_TTL = 3600;
/** Refresh, retry, expire, minimum of a new SOA: Route 53's. The negative TTL is the lesser of minimum and SOA TTL (RFC 2308 section 5). */
const SOA_TIMES = '7200 900 1209600 86400';

export function createZones(world: World): Zones {
  const { store } = world;
  const zones = store.collection<Zone>('dns.zones');
  const nodes = store.collection<ZoneNode>('dns.nodes');
  const behaviours = store.collection<ServerBehaviour>('dns.behaviours');
  /** What stale servers know, all nodes of a zone under `<host> <zone>`. */
  const copies = store.collection<ZoneNode[]>('dns.copies');
  const listeners = new Set<(zone: Zone) => void>();

  const key = (zone: string, name: string) => `${zone} ${name}`;
  const nodeAt = (zone: string, name: string) => nodes.get(key(zone, name));
  /** The names of each zone, labels from the right, and perhaps some that it does not have any more. */
  const order = new Map<string, SortedKeys>();
  for (const { zone, name } of nodes.values()) remember(zone, name);

  function remember(zone: string, name: string): void {
    const names = order.get(zone) ?? createSortedKeys();
    order.set(zone, names);
    names.add(fromTheRight(name));
  }

  function save(node: ZoneNode): void {
    if (!nodeAt(node.zone, node.name)) remember(node.zone, node.name);
    nodes.put(key(node.zone, node.name), node);
  }

  function zoneNamed(name: string): Zone {
    return zones.get(canonicalName(name)) ?? refuse(`There is no zone ${name}.`);
  }

  function zoneOf(name: string): Zone | undefined {
    for (let at = canonicalName(name); at !== ''; at = parentOf(at)) {
      const zone = zones.get(at);
      if (zone) return zone;
    }
    return undefined;
  }

  /** The node of that name, made together with those above it where they are missing. */
  function grow(zone: string, name: string): ZoneNode {
    const present = nodeAt(zone, name);
    if (present) return present;
    if (name !== zone) {
      const parent = grow(zone, parentOf(name));
      save({ ...parent, children: parent.children + 1 });
    }
    const node = { zone, name, sets: {}, children: 0 };
    save(node);
    return node;
  }

  /** Takes away nodes that hold nothing and lead to nothing. */
  function prune(zone: string, name: string): void {
    const node = nodeAt(zone, name);
    if (!node || name === zone || node.children > 0 || Object.keys(node.sets).length > 0) return;
    nodes.delete(key(zone, name));
    const parent = grow(zone, parentOf(name));
    save({ ...parent, children: parent.children - 1 });
    prune(zone, parent.name);
  }

  function carrySerialOn(zone: string): void {
    const apex = grow(zone, zone);
    const soa = apex.sets.SOA;
    if (soa) save({ ...apex, sets: { ...apex.sets, SOA: { ...soa, values: soa.values.map(withNextSerial) } } });
  }

  function write(zone: string, set: RecordSet): void {
    const node = grow(zone, set.name);
    const others = Object.keys(node.sets).filter((type) => type !== set.type);
    if (set.type === 'CNAME' && others.length > 0)
      refuse(`${set.name} has ${others.join(', ')} records: a CNAME cannot stand beside other data (RFC 1034 3.6.2).`);
    if (set.type !== 'CNAME' && node.sets.CNAME)
      refuse(`${set.name} is a CNAME: no ${set.type} can stand beside it (RFC 1034 3.6.2).`);
    save({ ...node, sets: { ...node.sets, [set.type]: set } });
  }

  /** Gives each server of any zone an address record, if its name is in `zone` and nothing is there yet. */
  function placeServerAddresses(zone: Zone): void {
    for (const { host, address } of [...zones.values()].flatMap((each) => each.servers)) {
      const home = zoneOf(host);
      if (!home || (home.name !== zone.name && !zone.servers.some((server) => server.host === host))) continue;
      if (Object.keys(nodeAt(home.name, host)?.sets ?? {}).length === 0)
        write(home.name, { name: host, type: 'A', ttl: ADDRESS_TTL, values: [address] });
    }
  }

  /** A stale server keeps a copy of its zones, any other none. */
  function keepCopies(host: string, behaviour: ServerBehaviour): void {
    for (const { name, servers } of zones.values()) {
      if (!servers.some((server) => server.host === host)) continue;
      if (behaviour !== 'stale') copies.delete(key(host, name));
      else if (!copies.get(key(host, name)))
        copies.put(
          key(host, name),
          [...nodes.values()].filter(({ zone }) => zone === name),
        );
    }
  }

  function* from(zone: string, name: string): Generator<RecordSet> {
    for (const each of order.get(zone)?.within({ gte: fromTheRight(name) }) ?? []) {
      const { sets = {} } = nodeAt(zone, fromTheRight(each)) ?? {};
      yield* Object.values(sets).sort((a, b) => (a.type < b.type ? -1 : 1));
    }
  }

  const all: Zones = {
    createZone(definition) {
      const zone: Zone = {
        name: canonicalName(definition.name),
        servers: definition.servers.map(checkServer),
        dnssec: 'insecure',
      };
      checkName(zone.name);
      const [primary] = zone.servers;
      if (!primary) return refuse(`Zone ${zone.name} needs a name server.`);
      if (zones.get(zone.name)) refuse(`Zone ${zone.name} exists already.`);
      store.transaction(() => {
        zones.put(zone.name, zone);
        const soa = `${primary.host} hostmaster.${zone.name} 1 ${SOA_TIMES}`;
        write(zone.name, { name: zone.name, type: 'SOA', ttl: SOA_TTL, values: [soa] });
        write(zone.name, { name: zone.name, type: 'NS', ttl: NS_TTL, values: zone.servers.map(({ host }) => host) });
        placeServerAddresses(zone);
      });
      for (const listener of listeners) listener(zone);
      return zone;
    },

    deleteZone(name) {
      const zone = zoneNamed(name);
      store.transaction(() => {
        zones.delete(zone.name);
        for (const [id, node] of [...nodes.entries()]) if (node.zone === zone.name) nodes.delete(id);
      });
      order.delete(zone.name);
    },

    zones: () => [...zones.values()],
    zone: (name) => zones.get(canonicalName(name)),
    zoneOf,

    leadsToZone(name) {
      const canonical = canonicalName(name);
      return [...zones.values()].some((zone) => encloses(canonical, zone.name));
    },

    put(zoneName, recordSet) {
      const zone = zoneNamed(zoneName).name;
      const set = checkSet(zone, recordSet);
      if (isDeepStrictEqual(nodeAt(zone, set.name)?.sets[set.type], set)) return;
      store.transaction(() => {
        write(zone, set);
        carrySerialOn(zone);
      });
    },

    remove(zoneName, name, type) {
      const zone = zoneNamed(zoneName).name;
      const node = nodeAt(zone, canonicalName(name));
      if (!node?.sets[type]) return;
      if (node.name === zone && (type === 'SOA' || type === 'NS'))
        refuse(`Zone ${zone} cannot be without its ${type}.`);
      store.transaction(() => {
        const { [type]: _removed, ...sets } = node.sets;
        save({ ...node, sets });
        prune(zone, node.name);
        carrySerialOn(zone);
      });
    },

    records: (zoneName) => [...all.recordsFrom(zoneName, '')],
    recordsFrom: (zoneName, name) => from(zoneNamed(zoneName).name, canonicalName(name)),

    node: (zoneName, name) => nodeAt(canonicalName(zoneName), canonicalName(name)),
    behaviour: (host) => behaviours.get(canonicalName(host)) ?? 'answers',

    knownTo(host) {
      if (all.behaviour(host) !== 'stale') return all;
      const copyOf = (zone: string) => copies.get(key(canonicalName(host), canonicalName(zone)));
      return {
        ...all,
        node(zone, name) {
          const copy = copyOf(zone);
          return copy ? copy.find((node) => node.name === canonicalName(name)) : all.node(zone, name);
        },
      };
    },

    setBehaviour(name, behaviour) {
      const host = canonicalName(name);
      if (![...zones.values()].some(({ servers }) => servers.some((server) => server.host === host)))
        refuse(`${name} is no name server of this world.`);
      store.transaction(() => {
        behaviours.put(host, behaviour);
        keepCopies(host, behaviour);
      });
    },

    setDnssec(zoneName, dnssec) {
      const zone = zoneNamed(zoneName);
      zones.put(zone.name, { ...zone, dnssec });
    },

    onZone(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return all;
}

/** `www.example.com` as `com.example.www`, and the other way round. */
function fromTheRight(name: string): string {
  return name.split('.').reverse().join('.');
}

function encloses(zone: string, name: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

function checkServer({ host, address }: NameServer): NameServer {
  if (!isLoopback(address)) refuse(`${host}: ${address} is not a loopback address (127.0.0.0/8).`);
  const canonical = canonicalName(host);
  checkName(canonical);
  return { host: canonical, address };
}

function checkSet(zone: string, set: RecordSet): RecordSet {
  const name = canonicalName(set.name);
  checkName(name);
  if (!encloses(zone, name)) refuse(`${name} is outside zone ${zone}.`);
  if (set.type === 'SOA' && name !== zone) refuse(`A SOA stands at the apex of its zone only, not at ${name}.`);
  if ((set.type === 'CNAME' || set.type === 'SOA') && set.values.length !== 1)
    refuse(`${name} ${set.type} takes exactly one value.`);
  if (set.values.length === 0) refuse(`${name} ${set.type} has no value.`);
  // RFC 2181 section 8: a TTL is an unsigned number of 31 bits.
  if (!Number.isInteger(set.ttl) || set.ttl < 0 || set.ttl > 0x7fffffff) refuse(`${set.ttl} is not a TTL.`);
  const values = new Set(set.values.map((value) => canonicalValue(set.type, value)));
  for (const value of values) parseValue(set.type, value);
  return { name, type: set.type, ttl: set.ttl, values: [...values] };
}

/** The serial is the third field; it counts modulo 2^32 (RFC 1982). */
function withNextSerial(soa: string): string {
  const fields = soa.split(/\s+/);
  fields[2] = String((Number(fields[2]) + 1) % 2 ** 32);
  return fields.join(' ');
}

function refuse(message: string): never {
  throw Object.assign(new Error(message), { name: 'RecordRefused' });
}
