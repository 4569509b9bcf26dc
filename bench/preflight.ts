/**
 * B2: a preflight of 100 aliases against a DNS that takes its time for each answer, in machine time. All that can be asked at once is, and
 * nobody is asked the same twice: what is left is the depth of the questions, in round trips, and the work of a thousand of them. Where an
 * answer takes ten times as long, the depth alone is left.
 */
import type { Site } from '../core/site.ts';
import { dnsFrom, edgeFrom } from '../lambdas/clients/network.ts';
import { blockedAliases, preflight } from '../lambdas/duties/preflight.ts';
import { DATA_CENTERS, PREFIX, SITE as WORLDS_SITE } from '../local/scenery.ts';
import { dig } from './dig.ts';
import { ENVIRONMENT } from './environment.ts';
import type { Figure, Form, Measured } from './figure.ts';
import { type Asked, type Records, type SlowDns, startSlowDns } from './slow-dns.ts';

const ALIASES = 100;
const ANSWER_MS = 20;
/** Work that takes less does not show: on a quiet machine it is a fifth of that. */
const LONG_ANSWER_MS = 200;
/** The most that it may take: three to find the name servers and ask them, the rest is the work of a thousand questions. */
const BUDGET = 6;
/** dig takes an answer's time for each name: a preflight, which asks ten times as much, a tenth of it; twice that on a busy machine. */
const MOST_OF_DIG = 0.2;
/** What disturbs a turn only ever adds to it: the fastest counts. The first ones warm the code up, more follow where the machine is busy. */
const TURNS = 15;
const MOST_TURNS = 60;
/** It has no distribution yet, so that nothing of the preflight is a handshake. */
const SITE: Site = { ...WORLDS_SITE, createdAt: '2026-11-20T09:00:00.000Z' };
const TARGET = `${SITE.siteId}.sslproxy.${DATA_CENTERS.us1.host}`;
const NOW = new Date('2026-11-21T09:00:00Z');

/**
 * Customers have their domains in a few zones, or each in one of its own: as many more name servers to find. Three questions deep; a fourth
 * round is of those for which there is no room in the first two, as no server is sent more than 200 at once.
 */
const ZONES = [
  { zones: 3, rounds: 3 },
  { zones: ALIASES, rounds: 4 },
] as const;

export async function measurePreflight({ short }: Form): Promise<Measured> {
  const figures: Figure[] = [];
  for (const { zones, rounds } of ZONES) {
    const where = `${ALIASES} aliases in ${zones} zones`;
    const records = recordsIn(zones);
    figures.push(...(await besideDig(where, records, { judged: !short })));
    figures.push(await roundsOf(where, records, rounds));
  }
  return { figures };
}

/** The work of all questions is as long as some answers, and longer on a busy machine: judged where it is quiet. */
async function besideDig(where: string, records: Records, { judged }: { judged: boolean }): Promise<Figure[]> {
  const dns = await startSlowDns({ ...records, answerMs: ANSWER_MS });
  try {
    const value = await fastest(dns, records, { turns: TURNS, enough: BUDGET * ANSWER_MS });
    const asked = await dns.asked();
    const dug = dig(dns, Object.keys(records.aliases));
    const unlike = new Set(asked.map(({ server, name, type }) => `${server} ${name} ${type}`));
    return [
      {
        id: 'B2',
        what: `preflight of ${where}`,
        value,
        unit: 'ms',
        beside: { name: 'one answer', value: ANSWER_MS },
        ...(judged && { budget: BUDGET }),
      },
      { id: 'B2', what: `${where}: asked twice`, value: asked.length - unlike.size, unit: '', budget: 0 },
      {
        id: 'B2',
        what: dug
          ? `${where}: the same, dig asks for the CNAMEs alone`
          : `${where}; dig is not installed, nothing stands beside it`,
        value,
        unit: 'ms',
        ...(dug && { beside: { ...dug, name: `${dug.name}, one name after the other` }, budget: MOST_OF_DIG }),
      },
      ...byKind(asked, dns).map(([kind, value]) => ({ id: 'B2', what: `${where}: ${kind}`, value, unit: '' })),
    ];
  } finally {
    await dns.stop();
  }
}

/** How often it waits for answers, one after the other. */
async function roundsOf(where: string, records: Records, budget: number): Promise<Figure> {
  const dns = await startSlowDns({ ...records, answerMs: LONG_ANSWER_MS });
  try {
    const taken = await fastest(dns, records, { turns: 1, enough: (budget + 1) * LONG_ANSWER_MS });
    const value = Math.floor(taken / LONG_ANSWER_MS);
    return { id: 'B2', what: `${where}: round trips, where one takes ${LONG_ANSWER_MS} ms`, value, unit: '', budget };
  } finally {
    await dns.stop();
  }
}

/** Milliseconds. What has been asked in the last turn is left to be taken. */
async function fastest(
  dns: SlowDns,
  { aliases }: Records,
  { turns, enough }: { turns: number; enough: number },
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 1; turn <= MOST_TURNS; turn++) {
    await dns.asked();
    least = Math.min(least, await timeOf(dns, Object.keys(aliases)));
    if (turn >= turns && least <= enough) break;
  }
  return least;
}

function recordsIn(zones: number): Records {
  const zone = (index: number) =>
    zones <= 3 ? `example.${['com', 'org', 'net'][index % 3]}` : `customer-${index}.com`;
  const alias = (index: number) => [`${PREFIX}.store-${index}.${zone(index)}`, zone(index)];
  return { target: TARGET, aliases: Object.fromEntries(Array.from({ length: ALIASES }, (_, index) => alias(index))) };
}

/** Milliseconds of a whole preflight. */
async function timeOf({ resolvers, port }: SlowDns, aliases: readonly string[]): Promise<number> {
  const env = { ...ENVIRONMENT, DNS_RESOLVERS: resolvers, DNS_PORT: port };
  const dns = dnsFrom(env);
  const plan = { aliases, prefix: PREFIX, target: TARGET, method: 'EMAIL' as const };
  const around = { dns, edge: edgeFrom(env, dns), dataCenters: DATA_CENTERS, site: SITE, ours: [], now: NOW };
  const began = performance.now();
  const found = await preflight(plan, { ...around, randomLabel: 'a1b2c3d4e5f60718' });
  const time = performance.now() - began;
  const blocked = blockedAliases(found);
  if (blocked.length > 0) throw new Error(`the preflight of the bench finds fault with ${blocked[0]}`);
  return time;
}

function byKind(asked: readonly Asked[], { resolvers }: SlowDns): [string, number][] {
  const isResolver = (server: string) => resolvers.includes(`${server}:`);
  const kinds = Map.groupBy(
    asked,
    ({ server, type }) => `${type} asked of ${isResolver(server) ? 'resolvers' : 'name servers'}`,
  );
  return [...kinds].map(([kind, { length }]): [string, number] => [kind, length]).sort();
}
