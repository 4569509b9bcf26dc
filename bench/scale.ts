/**
 * B8: so many requests through their whole 72 hours, each with five names: nothing right at first, records mended an hour later,
 * approvals in the last hour. What a journey costs must not depend on how many there are, and what watch costs only on what is due.
 * Each size is a process of its own, warm before it counts. Keys come from a pool (local/tls/keys.ts): to make them is not what is measured.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ACCOUNT_QUOTAS, QUOTAS } from '../core/quota-plan.ts';
import { create as createWatch } from '../lambdas/watch/watch.ts';
import { TABLE_NAME } from '../local/aws/aws.ts';
import { CERTIFICATES } from '../local/aws/servicequotas/quotas.ts';
import { mendRecord } from '../local/people.ts';
import { type Product, startProduct } from '../local/product.ts';
import { PREFIX } from '../local/scenery.ts';
import { OUR_ACCOUNT } from '../local/world.ts';
import { startChild } from './child.ts';
import { ENVIRONMENT } from './environment.ts';
import type { Curve, Figure, Form, Measured } from './figure.ts';
import { depart, read, type Traveller } from './travel.ts';

const ALIASES = 5;
const BEGINS = new Date('2026-11-21T09:00:00Z');
const HOUR_MS = 3_600_000;
/** Between two sites: each takes two writes of CloudFront, which takes one in two seconds. */
const BETWEEN_MS = 5000;
/** After asking for the certificate: the records are mended, and in the last hour of the mails' 72 they are approved. */
const MENDED_MS = HOUR_MS;
const APPROVED_MS = 71 * HOUR_MS;
/** After the last approval, all are READY: with 10,000, watch looks at each once in fifty minutes, and a few looks are left. */
const ENDED_MS = 12 * HOUR_MS;
/** Journeys before those that count. A just-in-time compiler is done with most of the code after these. */
const WARM_JOURNEYS = 30;

/** What one size has shown. */
interface Seen {
  size: number;
  /** Of one journey. */
  cpuSeconds: number;
  calls: number;
  kilobytes: number;
  /** Of one tick of watch while nothing is due. */
  idleCalls: number;
  idleMs: number;
  /** Of the machine, for the whole run. */
  minutes: number;
}

export async function measureScale({ short, sizes }: Form): Promise<Measured> {
  const seen: Seen[] = [];
  for (const size of sizes) seen.push(await inProcess(size));
  return { figures: seen.length > 0 ? figuresOf(seen, short) : [], curves: short ? [] : curvesOf(seen) };
}

async function inProcess(size: number): Promise<Seen> {
  const { told, stop } = await startChild<Seen>(import.meta.filename, String(size));
  await stop();
  return told;
}

async function play(size: number): Promise<Seen> {
  const warm = await begin();
  await journeys(warm, Math.min(WARM_JOURNEYS, size));
  await warm.stop();

  const product = await begin();
  let calls = 0;
  product.onCalled(() => calls++);
  const before = { bytes: memory(), cpu: process.cpuUsage(), time: performance.now() };
  const idle = await journeys(product, size);
  const { user, system } = process.cpuUsage(before.cpu);
  return {
    size,
    cpuSeconds: (user + system) / 1e6 / size,
    calls: calls / size,
    kilobytes: (memory() - before.bytes) / 1024 / size,
    ...idle,
    minutes: (performance.now() - before.time) / 60_000,
  };
}

async function begin(): Promise<Product> {
  const product = await startProduct({ start: BEGINS, seed: 'scale', deterministic: true });
  const plenty = [QUOTAS.certificatesPerYear, ACCOUNT_QUOTAS.distributionsPerAccount, { code: CERTIFICATES }];
  for (const { code } of plenty) product.quotas.set(OUR_ACCOUNT, code, 1_000_000);
  return product;
}

/** Plays so many to READY. Answers what a tick with nothing due costs while all of them wait. */
async function journeys(product: Product, size: number): Promise<Pick<Seen, 'idleCalls' | 'idleMs'>> {
  const { clock } = product.world;
  const start = clock.now().getTime();
  const at = async (ms: number, act: () => unknown) => {
    await clock.jumpTo(new Date(Math.max(start + ms, clock.now().getTime())));
    await act();
  };
  const travellers: Traveller[] = [];
  const acts = Array.from({ length: size }, (_, index) => [
    { ms: index * BETWEEN_MS, act: async () => travellers.push(await depart(product, `site-${index}`, ALIASES)) },
    { ms: index * BETWEEN_MS + MENDED_MS, act: () => mend(product, travellers[index]) },
  ]).flat();
  for (const { ms, act } of acts.sort((a, b) => a.ms - b.ms)) await at(ms, act);
  await at(APPROVED_MS, () => undefined);
  const idle = await idleTicks(product);
  const codes = codesOf(product);
  for (const [index, traveller] of travellers.entries())
    await at(APPROVED_MS + index * BETWEEN_MS, () => approve(product, traveller, codes));
  await arrive(product, travellers);
  return idle;
}

/** The owners of the DNS write what was asked of them. */
function mend(product: Product, traveller: Traveller | undefined): void {
  for (const domain of traveller?.domains ?? []) mendRecord(product, domain, traveller?.siteId);
}

/** Of the approval mails, by the name that they are about. */
function codesOf({ world }: Product): Map<string, string> {
  const codes = world.store.collection<{ domain: string }>('acm.codes').entries();
  return new Map([...codes].map(([code, { domain }]) => [domain, code]));
}

/** "I Approve" for each name. */
async function approve({ acm, world }: Product, { domains }: Traveller, codes: Map<string, string>): Promise<void> {
  await world.clock.run(() => {
    for (const domain of domains) {
      const { state } = acm.approvals.approve(codes.get(`${PREFIX}.${domain}`) ?? '');
      if (state !== 'approved') throw new Error(`the approval of ${domain} is ${state}`);
    }
  });
}

/** Jumps until all are READY, and asks the first that is not. */
async function arrive(product: Product, travellers: readonly Traveller[]): Promise<void> {
  const { clock } = product.world;
  const limit = clock.now().getTime() + ENDED_MS;
  let ready = 0;
  for (let first = travellers[0]; first; first = travellers[ready]) {
    const { status, failing, failure } = await read(product, first);
    if (failing || failure || clock.now().getTime() > limit)
      throw new Error(`${first.siteId} is ${status}: ${failing?.error ?? failure?.reason ?? 'it has stood too long'}`);
    if (status === 'READY') ready++;
    else await clock.jumpTo(new Date(clock.now().getTime() + STEP_MS));
  }
}

const STEP_MS = 5 * 60_000;

/** Ticks at a time at which nothing was due yet; the function is one of its own, over the same table. */
async function idleTicks({ ports, onCalled }: Product): Promise<Pick<Seen, 'idleCalls' | 'idleMs'>> {
  const own = { TABLE_NAME, AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}`, AWS_ACCESS_KEY_ID: 'Watch' };
  const watch = createWatch({ ...ENVIRONMENT, ...own, LOG_LEVEL: 'SILENT' }, undefined, () => undefined);
  const event = { time: BEFORE, 'detail-type': 'Scheduled Event', resources: [], detail: {} };
  for (let tick = 0; tick < IDLE_TICKS; tick++) await watch(event); // the hour is measured by the first one
  let calls = 0;
  onCalled(() => calls++);
  const began = performance.now();
  for (let tick = 0; tick < IDLE_TICKS; tick++) await watch(event);
  return { idleCalls: calls / IDLE_TICKS, idleMs: (performance.now() - began) / IDLE_TICKS };
}

const BEFORE = '2026-11-21T00:00:00Z';
const IDLE_TICKS = 20;

/** Bytes that the process holds when nothing is left to be collected. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().rss;
}

function figuresOf(seen: readonly Seen[], short: boolean): Figure[] {
  const [first, last] = [seen[0], seen.at(-1)] as [Seen, Seen];
  const beside = (name: keyof Seen) => ({ name: `of ${first.size}`, value: first[name] });
  const many = last.size.toLocaleString('en');
  const counts: Figure[] = [
    {
      ...{ id: 'B8', what: `AWS calls of one journey of ${ALIASES} aliases, of ${many}`, unit: '' },
      ...{ value: last.calls, beside: beside('calls'), budget: 1.2 },
    },
    {
      ...{ id: 'B8', what: `AWS calls of a tick of watch with nothing due, ${many} waiting`, unit: '' },
      ...{ value: last.idleCalls, beside: beside('idleCalls'), budget: 1 },
    },
  ];
  if (short) return counts;
  return [
    ...seen.map(({ size, cpuSeconds }): Figure => {
      const what = `CPU of one journey of ${ALIASES} aliases through 72 h, of ${size.toLocaleString('en')}`;
      return { id: 'B8', what, value: cpuSeconds, unit: 's', budget: 0.35 };
    }),
    {
      ...{ id: 'B8', what: `CPU of one journey, of ${many}`, unit: 's' },
      ...{ value: last.cpuSeconds, beside: beside('cpuSeconds'), budget: 1.2 },
    },
    {
      ...{ id: 'B8', what: `memory of one request, of ${many}`, unit: 'kB' },
      ...{ value: last.kilobytes, beside: beside('kilobytes'), budget: 1.2 },
    },
    ...counts,
    {
      ...{ id: 'B8', what: `a tick of watch with nothing due, ${many} waiting`, unit: 'ms' },
      ...{ value: last.idleMs, beside: beside('idleMs') },
    },
    { id: 'B8', what: `how long ${many} took`, value: last.minutes, unit: 'min' },
  ];
}

function curvesOf(seen: readonly Seen[]): Curve[] {
  const line = (name: string, of: (one: Seen) => number) => ({
    name,
    points: seen.map((one): [number, number] => [one.size, of(one)]),
  });
  const across = 'requests at once';
  return [
    {
      ...{ name: 'growth-cpu', title: 'CPU of one journey through 72 hours, five aliases', across, up: 'seconds' },
      lines: [line('one journey', ({ cpuSeconds }) => cpuSeconds)],
    },
    {
      ...{ name: 'growth-memory', title: 'Memory of the whole local service', across, up: 'MB' },
      lines: [line('all requests', ({ size, kilobytes }) => (size * kilobytes) / 1024)],
    },
    {
      ...{ name: 'growth-watch', title: 'A tick of watch while nothing is due', across, up: 'milliseconds' },
      lines: [line('one tick', ({ idleMs }) => idleMs)],
    },
  ];
}

if (import.meta.main) process.send?.(await play(Number(process.argv[2])));
