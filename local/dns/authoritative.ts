/**
 * An authoritative server of the simulated world: answers from the zones that its address serves, and from nothing else.
 * It never recurses, never caches, and leaves a CNAME chain where the chain leaves the zone.
 */
import { find } from './lookup.ts';
import { AUTHORITATIVE_ANSWER, bare, type Query, type Reply } from './message.ts';
import { canonicalName, parentOf } from './presentation.ts';
import type { NameServer, RecordSet, Zone, Zones } from './zones.ts';

/** Undefined is silence. */
export function answerAuthoritatively(zones: Zones, address: string, query: Query): Reply | undefined {
  const zone = servedZone(zones, address, query.name);
  const server = serverAt(zones, address, zone);
  switch (server ? zones.behaviour(server.host) : 'answers') {
    case 'times-out':
      return undefined;
    case 'refuses':
      return bare('REFUSED');
    case 'lame':
      return bare('NOERROR');
    case 'answers':
    case 'stale':
      return zone && server ? answerFrom(zones.knownTo(server.host), zone, query) : bare('REFUSED');
  }
}

/** The deepest zone that encloses the name and is served at the address. */
function servedZone(zones: Zones, address: string, name: string): Zone | undefined {
  for (let at = name; at !== ''; at = parentOf(at)) {
    const zone = zones.zone(at);
    if (zone?.servers.some((server) => server.address === address)) return zone;
  }
  return undefined;
}

function serverAt(zones: Zones, address: string, zone: Zone | undefined): NameServer | undefined {
  const candidates = zone ? zone.servers : zones.zones().flatMap((each) => each.servers);
  return candidates.find((each) => each.address === address);
}

function answerFrom(zones: Zones, zone: Zone, query: Query): Reply {
  const answers: RecordSet[] = [];
  const seen = new Set<string>();
  for (let name = query.name; ; ) {
    const reply = { ...bare('NOERROR', AUTHORITATIVE_ANSWER), answers };
    const isInside = name === zone.name || name.endsWith(`.${zone.name}`);
    if (seen.has(name) || !isInside) return reply;
    seen.add(name);
    const found = find(zones, zone, name, query.type);
    switch (found.kind) {
      case 'answer':
        return { ...reply, answers: [...answers, found.set] };
      case 'nodata':
        return { ...reply, authorities: [found.soa] };
      case 'nxdomain': // of the last name of the chain (RFC 6604)
        return { ...reply, rcode: 'NXDOMAIN', authorities: [found.soa] };
      case 'delegation':
        return answers.length > 0
          ? reply
          : { ...bare('NOERROR'), authorities: [found.ns], additionals: glue(zone, found) };
      case 'alias':
        answers.push(found.set);
        name = canonicalName(found.target);
    }
  }
}

/** Addresses of the servers that bear names in the delegating zone: others have homes of their own. */
function glue(zone: Zone, { ns, servers }: { ns: RecordSet; servers: Zone['servers'] }): RecordSet[] {
  const inside = servers.filter(({ host }) => host.endsWith(`.${zone.name}`));
  return inside.map(({ host, address }) => ({ name: host, type: 'A', ttl: ns.ttl, values: [address] }));
}
