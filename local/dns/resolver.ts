/**
 * A validating resolver with a cache, as the public ones are: it follows chains across zones, keeps what it saw until its
 * TTL has run out in world time, and says SERVFAIL where it cannot know. It reads zones in process, but only through servers
 * that answer. The cache is in the store: a restart forgets nothing that a running resolver would remember.
 */
import type { World } from '../world.ts';
import { type Finding, find } from './lookup.ts';
import { AUTHENTIC_DATA, bare, type Query, RECURSION_AVAILABLE, type Reply } from './message.ts';
import { canonicalName } from './presentation.ts';
import type { RecordSet, ServerBehaviour, Zones } from './zones.ts';

/** What a resolver found out. `answers` begins with the CNAMEs on the way; `authorities` is the SOA of a negative answer. */
export interface Resolution {
  rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
  answers: RecordSet[];
  authorities: RecordSet[];
  /** Every zone on the way is signed and its signatures hold (AD). */
  secure: boolean;
  /** Why SERVFAIL: INFO-CODE of RFC 8914. */
  extendedError?: number;
}

/** CNAMEs followed before giving up: Unbound's max-query-restarts. */
const MAX_CHAIN = 11;
/** Longest time that a negative answer is kept, seconds: the upper end of what RFC 2308 section 5 advises. */
const MAX_NEGATIVE_TTL = 3 * 3600;
/** Cached items at which expired ones are swept out: where most last, at twice as many the next time. */
const SWEEP_AT = 5000;
/** RFC 8914: DNSSEC Bogus, No Reachable Authority. */
const EDE_BOGUS = 6;
const EDE_NO_REACHABLE_AUTHORITY = 22;

/** For names that no zone encloses: a root's SOA, under names that nobody takes for the real one. */
const ROOT_SOA: RecordSet = {
  name: '.',
  type: 'SOA',
  ttl: 86_400, // as the root zone has it
  values: ['a.root-servers.invalid nobody.invalid 1 1800 900 604800 86400'],
};

/** One step towards the answer: what the zone of a name says about it, or why nobody can say. */
interface Step {
  found: Exclude<Finding, { kind: 'delegation' }>;
  secure: boolean;
}
interface Failure {
  failure: number;
}

/** Where steps are kept; the in-process resolver has none. */
interface StepCache {
  get(name: string, type: string): Step | undefined;
  put(name: string, type: string, step: Step): void;
}

/** Answers queries that came over the network, from the cache named `instance`. */
export function createResolver(world: World, zones: Zones, instance: string): (query: Query) => Reply {
  const cache = createCache(world, instance);
  return (query) => {
    const resolution = resolve(zones, query.name, query.type, { cache, checkingDisabled: query.checkingDisabled });
    const authentic = resolution.secure && query.wantsAuthentic && !query.checkingDisabled;
    return { ...bare('NOERROR', RECURSION_AVAILABLE | (authentic ? AUTHENTIC_DATA : 0)), ...resolution };
  };
}

/** Resolves the name as of this moment. `checkingDisabled` takes bogus data as it is. */
export function resolve(
  zones: Zones,
  name: string,
  type: string,
  { cache, checkingDisabled = false }: { cache?: StepCache; checkingDisabled?: boolean } = {},
): Resolution {
  const answers: RecordSet[] = [];
  let secure = true;
  let at = canonicalName(name);
  for (let length = 0; length <= MAX_CHAIN; length++) {
    const kept = cache?.get(at, type);
    const step = kept ?? look(zones, at, type, checkingDisabled);
    if ('failure' in step) return fail(step.failure);
    if (!kept && !checkingDisabled) cache?.put(at, type, step);
    const { found } = step;
    secure &&= step.secure;
    switch (found.kind) {
      case 'answer':
        return { rcode: 'NOERROR', answers: [...answers, found.set], authorities: [], secure };
      case 'nodata':
        return { rcode: 'NOERROR', answers, authorities: [found.soa], secure };
      case 'nxdomain':
        return { rcode: 'NXDOMAIN', answers, authorities: [found.soa], secure };
      case 'alias':
        answers.push(found.set);
        at = canonicalName(found.target);
    }
  }
  return fail(); // a loop, or a chain that nobody should build
}

function fail(extendedError?: number): Resolution {
  const failed: Resolution = { rcode: 'SERVFAIL', answers: [], authorities: [], secure: false };
  return extendedError === undefined ? failed : { ...failed, extendedError };
}

function look(zones: Zones, name: string, type: string, checkingDisabled: boolean): Step | Failure {
  const zone = zones.zoneOf(name);
  if (!zone) {
    const kind = name === '' || zones.leadsToZone(name) ? 'nodata' : 'nxdomain';
    return { found: { kind, soa: ROOT_SOA }, secure: false };
  }
  const speaks = (behaviour: ServerBehaviour) => zone.servers.find(({ host }) => zones.behaviour(host) === behaviour);
  const server = speaks('answers') ?? speaks('stale');
  if (!server) return { failure: EDE_NO_REACHABLE_AUTHORITY };
  if (zone.dnssec === 'bogus' && !checkingDisabled) return { failure: EDE_BOGUS };
  const found = find(zones.knownTo(server.host), zone, name, type);
  // The zone that an NS record points to does not exist: nobody answers for it.
  if (found.kind === 'delegation') return { failure: EDE_NO_REACHABLE_AUTHORITY };
  return { found, secure: zone.dnssec === 'secure' };
}

interface CachedStep extends Step {
  /** World time, milliseconds. */
  expiresAt: number;
}

/** What is kept under which key is RFC 2308 section 5: NXDOMAIN is for every type of a name, all else for one type. */
function createCache(world: World, instance: string): StepCache {
  const entries = world.store.collection<CachedStep>('dns.cache');
  const now = () => world.clock.now().getTime();
  let sweepAt = SWEEP_AT;

  function read(name: string, type: string): Step | undefined {
    const entry = entries.get(`${instance} ${name} ${type}`);
    if (!entry || entry.expiresAt <= now()) return undefined;
    return withTtl(entry, Math.ceil((entry.expiresAt - now()) / 1000));
  }

  function sweep(): void {
    const present = now();
    world.store.transaction(() => {
      for (const [key, entry] of [...entries.entries()]) if (entry.expiresAt <= present) entries.delete(key);
    });
    sweepAt = Math.max(SWEEP_AT, 2 * entries.size);
  }

  return {
    get: (name, type) => read(name, 'NXDOMAIN') ?? read(name, type) ?? asAlias(read(name, 'CNAME')),

    put(name, type, { found, secure }) {
      const kept: Step['found'] = found.kind === 'alias' ? { kind: 'answer', set: found.set } : found;
      const keptAs = found.kind === 'nxdomain' ? 'NXDOMAIN' : found.kind === 'alias' ? 'CNAME' : type;
      const seconds = 'set' in kept ? kept.set.ttl : Math.min(kept.soa.ttl, MAX_NEGATIVE_TTL);
      if (seconds === 0) return;
      if (entries.size >= sweepAt) sweep();
      entries.put(`${instance} ${name} ${keptAs}`, { found: kept, secure, expiresAt: now() + seconds * 1000 });
    },
  };
}

/** A CNAME that is known answers for any other type, too. */
function asAlias(step: Step | undefined): Step | undefined {
  if (step?.found.kind !== 'answer') return undefined;
  const { set } = step.found;
  return { ...step, found: { kind: 'alias', set, target: set.values.join() } };
}

function withTtl({ found, secure }: Step, ttl: number): Step {
  if ('set' in found) return { found: { ...found, set: { ...found.set, ttl } }, secure };
  return { found: { ...found, soa: { ...found.soa, ttl } }, secure };
}
