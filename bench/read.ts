/**
 * B6: an API read of a request with 100 aliases, beside the same handler with every item already in memory: the same answer byte for
 * byte, authentication included. The time of the database is stated apart, from a question to the answer in the function's hands, and
 * what of it is the work of AWS's client: at 0.3 ms a call, that alone is more than all else.
 */
import { create } from '../lambdas/api/api.ts';
import { REAL_MACHINE } from '../lambdas/runtime.ts';
import { KEY_ARN } from '../local/aws/kms/service.ts';
import { WorldClock } from '../local/clock.ts';
import { throughGateway } from '../local/gateway.ts';
import { basicOf } from '../local/operator.ts';
import { mendRecord } from '../local/people.ts';
import { startProduct } from '../local/product.ts';
import { openStore } from '../local/store.ts';
import { createWorld } from '../local/world.ts';
import { startChild } from './child.ts';
import { environmentOf } from './environment.ts';
import type { Figure, Form, Measured } from './figure.ts';
import { type ObservedTable, observeTable, type Source } from './observed-table.ts';
import { median, percentile } from './statistics.ts';
import { depart, isAt, reach } from './travel.ts';

const ALIASES = 100;
const READS_A_TURN = 20;
const TURNS = { full: 41, short: 11 };
/** Until the compiler is done with both sides. */
const WARM_TURNS = 5;
const SOURCES = ['store', 'memory'] as const;
const NOW = new Date('2026-11-21T12:00:00Z');
const DOMAIN = 'certificates.us1.example.com';

/** What the other process tells: where its table is, and what is to be read there as whom. */
interface Prepared {
  awsPort: number;
  path: string;
  authorization: string;
}

export async function measureRead({ short }: Form): Promise<Measured> {
  const { told, stop } = await startChild<Prepared>(import.meta.filename);
  try {
    return { figures: await compare(told, short ? TURNS.short : TURNS.full) };
  } finally {
    await stop();
  }
}

/** A request that waits for its approvals is the largest there is: it shows five addresses a name. */
async function prepare(): Promise<Prepared> {
  const product = await startProduct({ seed: 'bench', start: NOW });
  const traveller = await depart(product, 'reader', ALIASES);
  await reach(product, traveller, isAt('AwaitPreflightFix'));
  for (const domain of traveller.domains) mendRecord(product, domain, traveller.siteId);
  await reach(product, traveller, ({ aliases }) => aliases.every(({ addresses }) => (addresses ?? []).length > 0));
  await product.world.clock.quiet();
  return {
    awsPort: product.ports.aws,
    path: `/api/sites/${traveller.siteId}/certificates/${traveller.requestId}`,
    authorization: basicOf(product.operator),
  };
}

async function compare(prepared: Prepared, turns: number): Promise<Figure[]> {
  const read = await reader(prepared);
  const table = observeTable();
  try {
    const bytes = await sameBytes(table, read);
    const seen = await takeTurns(table, read, turns);
    const rate = (source: Source) => 1000 / median(seen.ownMs[source]);
    const what = `API read of a request, ${ALIASES} aliases (${Math.round(bytes / 1024)} kB), the database aside`;
    const beside = { name: 'items in memory', value: rate('memory') };
    return [
      { id: 'B6', what, value: rate('store'), unit: '/s', beside, budget: 0.7, atLeast: true },
      { id: 'B6', what: 'one read: calls to the table', value: seen.calls, unit: '' },
      stated('the database, median', seen.askedMs),
      stated("of it the client's own work, median", seen.clientMs),
      stated('all of it, median', seen.wholeMs),
      stated('all of it, 99th percentile', seen.wholeMs, 0.99),
    ];
  } finally {
    table.stop();
  }
}

/** Calls the function as API Gateway does. Throws unless it answers 200. */
async function reader({ awsPort, path, authorization }: Prepared): Promise<() => Promise<string>> {
  const env = {
    ...environmentOf('Api', awsPort),
    KEY_ARN,
    API_DOMAINS: DOMAIN,
    CALLS_PER_MINUTE: '1000000000',
  };
  // Time stands still: calls are counted by the minute, and the next minute's count is no item that memory has.
  const handler = create(env, { ...REAL_MACHINE, now: () => NOW, doorTime: () => NOW });
  const event = await eventOf(new Request(`https://${DOMAIN}${path}`, { headers: { authorization } }));
  return async () => {
    const { statusCode, body } = (await handler(event)) as { statusCode: number; body: string };
    if (statusCode !== 200) throw new Error(`the read of the bench is answered with ${statusCode}: ${body}`);
    return body;
  };
}

/** What API Gateway makes of a call. */
async function eventOf(call: Request): Promise<unknown> {
  const world = createWorld(new WorldClock(NOW), openStore(), 'read');
  let event: unknown;
  const invoke = async (_: string, payload: unknown) => {
    event = payload;
    return { statusCode: 200, body: '' };
  };
  await throughGateway(world, { invoke }, call, { domainName: DOMAIN });
  return event;
}

/** How many there are, of either. */
async function sameBytes(table: ObservedTable, read: () => Promise<string>): Promise<number> {
  table.from('store');
  const stored = await read();
  table.from('memory');
  if ((await read()) !== stored) throw new Error('the reads of the bench differ');
  return Buffer.byteLength(stored);
}

function stated(what: string, ms: readonly number[], share = 0.5): Figure {
  return { id: 'B6', what: `one read: ${what}`, value: percentile(ms, share), unit: 'ms' };
}

async function takeTurns(table: ObservedTable, read: () => Promise<string>, turns: number) {
  const ownMs: Record<Source, number[]> = { store: [], memory: [] };
  const [askedMs, clientMs, wholeMs]: [number[], number[], number[]] = [[], [], []];
  let calls = 0;
  for (let turn = -WARM_TURNS; turn < turns; turn++)
    for (const source of SOURCES) {
      table.from(source);
      for (let reads = 0; reads < READS_A_TURN; reads++) {
        const began = performance.now();
        await read();
        const whole = performance.now() - began;
        const seen = table.seen();
        if (turn < 0) continue;
        ownMs[source].push(whole - seen.askedMs);
        if (source === 'memory') continue;
        askedMs.push(seen.askedMs);
        clientMs.push(seen.askedMs - seen.awayMs);
        wholeMs.push(whole);
        calls = seen.calls;
      }
    }
  return { ownMs, askedMs, clientMs, wholeMs, calls };
}

if (import.meta.main) process.send?.(await prepare());
