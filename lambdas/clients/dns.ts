/**
 * Asks the DNS by packets of its own: resolvers, and the authoritative servers of a zone. Never node:dns, whose answers hide the server.
 * The rule kept here: within one client (one invocation) no server is asked the same question twice; those who ask share the answer.
 */
import {
  type Answer,
  type Dns,
  isLoopback,
  mayConnectTo,
  type NameServer,
  type Outcome,
  type RecordType,
  recordsOf,
  says,
  type Zone,
} from '../../core/dns.ts';
import { isWithin, parentOf, registrableDomain } from '../../core/domain-name.ts';
import { type Endpoint, exchange, type Question } from './dns-exchange.ts';

export interface DnsSettings {
  /** Addresses of validating resolvers, `ip` or `ip:port`. At least one. */
  resolvers: readonly string[];
  /** Where authoritative servers listen; 53, unless the world is local. */
  port?: number;
}

/**
 * Questions under way to one server: what its default receive buffer holds (212,992 octets, about 277 small datagrams) less a
 * quarter for others. More were lost in trials, and a lost question costs two seconds.
 */
const UNDER_WAY = 200;

/** Sockets open at once, one with a random port for each question: half of the 1,024 descriptors that a Lambda has. */
const OPEN_SOCKETS = 512;

/** Name servers of one zone that are asked: as many as the root has; more in an NS set would be an attack on us or on them. */
const NAME_SERVERS = 13;

/** Servers of the zone above that are asked for a referral: one may be down. */
const REFERRING_SERVERS = 2;

/** Referrals in a row that are followed: to the registrable domain, and to zones below it, of which there is seldom one. */
const REFERRALS = 4;

export function createDnsClient({ resolvers, port = 53 }: DnsSettings): Dns {
  const endpoints = resolvers.map(endpointOf);
  // Servers on loopback are asked only where the configuration itself puts the resolvers there: local mode.
  const allowLoopback = endpoints.every(({ address }) => isLoopback(address));
  const socket = turnstile(OPEN_SOCKETS);
  const servers = new Map<string, Turnstile>();
  const asked = new Map<string, Promise<Answer>>();
  const zones = new Map<string, Promise<Zone>>();

  function ask(server: Endpoint, question: Question): Promise<Answer> {
    const at = `${server.address}:${server.port}`;
    const turn = remember(servers, at, () => turnstile(UNDER_WAY));
    return remember(asked, `${at} ${question.name} ${question.type} ${question.flags}`, () =>
      turn(() => socket(() => exchange(server, question))),
    );
  }

  /** Begins with a resolver chosen by the name, so that the load is spread and the same question goes to the same one. */
  async function askOne(question: Question): Promise<Answer> {
    const start = checksum(question.name) % endpoints.length;
    let answer: Answer | undefined;
    for (const server of [...endpoints.slice(start), ...endpoints.slice(0, start)]) {
      answer = await ask(server, question);
      if (says(answer)) break;
    }
    if (!answer) throw new Error('createDnsClient was given no resolver');
    return answer;
  }

  /** Infrastructure is looked up unvalidated (CD), so that the servers of a zone with broken DNSSEC can be asked themselves. */
  const infrastructure = (name: string, type: RecordType) => askOne({ name, type, flags: 'recursive unchecked' });

  async function findZone(name: string): Promise<Zone> {
    const registrable = registrableDomain(name) ?? name;
    // Most often the zone is the registrable domain's: asked at the same time, it is known a round trip earlier.
    const [answer] = await Promise.all([infrastructure(name, 'NS'), registrable !== name && zoneOf(registrable)]);
    if (!says(answer))
      return (await delegatedZone(name)) ?? notFound(answer.outcome, `${answer.server}: ${answer.outcome}`);
    const servers = recordsOf(answer, 'NS').filter((record) => record.name === name);
    if (servers.length > 0)
      return { found: true, apex: name, servers: await addressed(servers.map(({ value }) => ({ name: value }))) };
    // Behind a CNAME the SOA is of the zone in which the chain ends (RFC 2308 section 2.1).
    const apex = recordsOf(answer, 'CNAME').length > 0 ? undefined : answer.negative?.zone;
    if (apex && apex !== name && isWithin(apex, name)) {
      const missing = answer.outcome === 'NXDOMAIN' && apex !== registrable && isWithin(apex, registrable);
      return missing ? notFound('NXDOMAIN', `${apex} has no ${registrable}`) : zoneOf(apex);
    }
    if (name !== registrable) return zoneOf(parentOf(name));
    return (await delegatedZone(name)) ?? notFound('OTHER', `${answer.server} names no zone of ${name}`);
  }

  /** Where no server of a zone answers, resolvers know nothing of it; the zones above still say whose servers they should be. */
  async function delegatedZone(name: string): Promise<Zone | undefined> {
    const registrable = registrableDomain(name);
    const above = registrable ? await zoneOf(parentOf(registrable)) : undefined;
    if (!above?.found) return undefined;
    let zone: (Zone & { found: true }) | undefined;
    for (let referrals = 0; referrals < REFERRALS && zone?.apex !== name; referrals++) {
      const from = zone ?? above;
      const answers = await authoritative({ ...from, servers: from.servers.slice(0, REFERRING_SERVERS) }, name, 'NS');
      const below = answers
        .flatMap(({ referral }) => referral ?? [])
        .find((each) => isBetween(from.apex, each.zone, name));
      // Who has it in their own zone refers nobody: a name with a CNAME directly below a suffix.
      if (!below) return zone ?? (answers.some(hasIt) ? above : undefined);
      zone = { found: true, apex: below.zone, servers: await addressed(below.servers) };
    }
    return zone;
  }

  function addressed(servers: readonly NameServer[]): Promise<NameServer[]> {
    return Promise.all(
      servers.slice(0, NAME_SERVERS).map(async ({ name, address: glue }) => {
        const addresses = glue ? [glue] : recordsOf(await infrastructure(name, 'A'), 'A').map(({ value }) => value);
        const address = addresses.find((each) => mayConnectTo(each, allowLoopback));
        return address ? { name, address } : { name };
      }),
    );
  }

  function zoneOf(name: string): Promise<Zone> {
    return remember(zones, name, () => findZone(name));
  }

  async function authoritative(zone: Zone, name: string, type: RecordType): Promise<Answer[]> {
    if (!zone.found) return [];
    return Promise.all(
      zone.servers.map(async (server) => {
        if (!server.address) return noAddress(server.name, name, type);
        const answer = await ask({ address: server.address, port }, { name, type, flags: 'iterative' });
        return { ...answer, server: `${server.name} (${server.address})` };
      }),
    );
  }

  return {
    resolve: (name, type) => Promise.all(endpoints.map((server) => ask(server, { name, type, flags: 'recursive' }))),
    lookup: (name, type) => askOne({ name, type, flags: 'recursive' }),
    zoneOf,
    authoritative,
  };
}

function endpointOf(resolver: string): Endpoint {
  const [address = '', port = '53'] = resolver.split(':');
  return { address, port: Number(port) };
}

function notFound(outcome: Outcome, seen: string): Zone {
  return { found: false, outcome, seen };
}

function noAddress(server: string, name: string, type: RecordType): Answer {
  return { server, name, type, outcome: 'NOADDRESS', authoritative: false, authenticated: false, records: [] };
}

function hasIt({ authoritative, outcome }: Answer): boolean {
  return authoritative && outcome === 'NOERROR';
}

/** Is it nearer to the name than the zone above, or the name itself? Servers may refer to themselves, or to anywhere. */
function isBetween(above: string, zone: string, name: string): boolean {
  return zone !== above && isWithin(above, zone) && isWithin(zone, name);
}

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

type Turnstile = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Runs at most `places` works at once, the others in the order in which they came. */
function turnstile(places: number): Turnstile {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** A small number made of a name; it only has to spread. */
function checksum(name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 65_521;
  return sum;
}
