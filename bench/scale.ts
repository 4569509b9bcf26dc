/**
 * B8: so many requests, one after the other, each with five names: nothing right at first, records mended and mails approved by people
 * who take their time. What a journey costs must not depend on how many there are, and a tick of watch only on what is due: the glances
 * of its minute are told apart.
 *
 * Each size is a process of its own, warm before it counts. The smallest is played before the others and once more behind them: a machine
 * that is shared has other hours an hour later, and what grows is judged beside the mean of both. Keys come from a pool
 * (local/tls/keys.ts): to make them is not what is measured. Who is READY is looked after until the last one is: that hour's price is
 * measured at the end, and taken off. What a request costs that waits for its whole 72 hours, which is looks and nothing else, is told
 * apart, of the smallest size. Over a folder, a run that was stopped goes on (bench/progress.ts).
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT_QUOTAS, QUOTAS } from '../core/quota-plan.ts';
import { createTable } from '../lambdas/clients/table.ts';
import { CERTIFICATES } from '../local/aws/servicequotas/quotas.ts';
import { mendRecord } from '../local/people.ts';
import { type Product, startProduct } from '../local/product.ts';
import { PREFIX } from '../local/scenery.ts';
import { OUR_ACCOUNT } from '../local/world.ts';
import { startChild } from './child.ts';
import { environmentOf } from './environment.ts';
import type { Curve, Figure, Form, Measured } from './figure.ts';
import { cpuClock, type Progress, progressOf } from './progress.ts';
import { type Ticks, ticksOf } from './ticks.ts';
import { BEGINS, depart, read, type Traveller } from './travel.ts';

const ALIASES = 5;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Between two sites: each takes three writes of CloudFront, which takes one in two seconds; and watch has room for their looks. */
const BETWEEN_MS = 8000;
/** After asking for the certificate: the records are mended, the mails approved. The latter in the last hour, where all of it is waited for. */
const MENDED_MS = 20 * MINUTE_MS;
const APPROVED_MS = { soon: 90 * MINUTE_MS, late: 71 * HOUR_MS };
/** From the last approval until all are READY; reaching it means that something is stuck. */
const ENDED_MS = 12 * HOUR_MS;
/** Journeys before those that count: a just-in-time compiler is done with most of the code after these. */
const WARM_JOURNEYS = 30;
/** An hour and a half is long without a word: so many journeys take some ten minutes. */
const TOLD_EVERY = 1000;
/** A second or two. */
const BARE_CALLS = 2000;
/** What a journey takes over its bare calls is its DNS, its handshakes and the service's own work: four tenths, measured. */
const OVER_BARE_CALLS = 1.6;
/** 252, measured with a hundred. Of a few, each bears more of the ticks: 275 of six. */
const CALLS = { full: 260, short: 290 };

/** What one size has shown. */
interface Seen extends Ticks {
  size: number;
  /** Of one journey, what it is looked after aside. */
  cpuSeconds: number;
  calls: number;
  /** Of a bare call of AWS in the same process, the client's side and the simulator's. */
  callSeconds: number;
  kilobytes: number;
  /** Of one that serves, in an hour. */
  servingSeconds: number;
  /** Of the machine, for the whole run. */
  minutes: number;
}

interface Run {
  size: number;
  warm: number;
  approved: keyof typeof APPROVED_MS;
  /** Where its world is kept until it has been played; without it, in memory. */
  folder?: string;
}

export async function measureScale({ short, sizes, folder }: Form): Promise<Measured> {
  const warm = short ? 0 : WARM_JOURNEYS;
  const runOf = (size: number, approved: Run['approved'] = 'soon'): Run => ({
    size,
    warm,
    approved,
    ...(folder && { folder: join(folder, `${size}-${approved}`) }),
  });
  const seen: Seen[] = [];
  for (const size of sizes) seen.push(await inProcess(runOf(size)));
  const [first] = seen;
  if (!first) return { figures: [] };
  if (short) return { figures: countsOf(seen, CALLS.short) };
  if (seen.length > 1) {
    const again = await inProcess(runOf(first.size));
    for (const seconds of ['cpuSeconds', 'callSeconds'] as const)
      first[seconds] = (first[seconds] + again[seconds]) / 2;
  }
  const late = await inProcess(runOf(first.size, 'late'));
  const figures = [...costsOf(seen), ...countsOf(seen, CALLS.full), ...waitOf(first, late)];
  return { figures, curves: curvesOf(seen) };
}

async function inProcess(run: Run): Promise<Seen> {
  const { told, stop } = await startChild<Seen>(import.meta.filename, JSON.stringify(run));
  await stop();
  if (run.folder) rmSync(run.folder, { recursive: true });
  console.error(`B8 has played ${counted(run.size)}: ${told.cpuSeconds.toPrecision(3)} s of CPU each`);
  return told;
}

async function play({ size, warm, approved, folder }: Run): Promise<Seen> {
  if (warm > 0) {
    const other = await begin();
    await journeys(other, await progressOf(other), warm, 'soon');
    await other.stop();
  }
  const product = await begin(folder);
  const progress = await progressOf(product);
  if (folder) for (const event of ['SIGINT', 'disconnect']) process.once(event, rest);
  const servedHours = await journeys(product, progress, size, approved);
  const { cpuSeconds, calls, minutes } = progress.cost();
  const kilobytes = (await progress.grown()) / 1024;
  const serving = cpuClock();
  await product.world.clock.jumpTo(new Date(product.world.clock.now().getTime() + HOUR_MS));
  const hour = { seconds: serving() / size, calls: (progress.cost().calls - calls) / size };
  const requestIds = progress.travellers.map(({ requestId }) => requestId);
  return {
    size,
    cpuSeconds: cpuSeconds / size - servedHours * hour.seconds,
    calls: calls / size - servedHours * hour.calls,
    kilobytes: kilobytes / size,
    callSeconds: await bareCall(product, requestIds[0] ?? ''),
    servingSeconds: hour.seconds,
    ...(await ticksOf(product, requestIds)),
    minutes,
  };
}

/** A run that is kept ends between two acts. */
let resting = false;

function rest(): void {
  resting = true;
}

/** Seconds of CPU that it takes to read one item: how fast this machine is at what a journey does most. */
async function bareCall({ ports }: Product, requestId: string): Promise<number> {
  const table = createTable(environmentOf('Watch', ports.aws));
  const cpu = cpuClock();
  for (let call = 0; call < BARE_CALLS; call++) await table.get({ pk: `REQUEST#${requestId}`, sk: 'REQUEST' });
  return cpu() / BARE_CALLS;
}

async function begin(folder?: string): Promise<Product> {
  const product = await startProduct({
    start: BEGINS,
    seed: 'scale',
    deterministic: true,
    ...(folder && { folder }),
  });
  const plenty = [QUOTAS.certificatesPerYear, ACCOUNT_QUOTAS.distributionsPerAccount, { code: CERTIFICATES }];
  for (const { code } of plenty) product.quotas.set(OUR_ACCOUNT, code, 1_000_000);
  return product;
}

/** Plays so many to READY. Answers how many hours one has served by then, on average. */
async function journeys(
  product: Product,
  progress: Progress,
  size: number,
  approved: Run['approved'],
): Promise<number> {
  const { clock } = product.world;
  const codeOf = codesOf(product);
  const on = async (index: number, act: (traveller: Traveller) => unknown): Promise<void> => {
    const traveller = progress.travellers[index];
    if (!traveller) throw new Error(`site-${index} is to act before it has set out`);
    await act(traveller);
  };
  const acts = Array.from({ length: size }, (_, index) => {
    const ms = index * BETWEEN_MS;
    return [
      { ms, act: async () => progress.setOut(await setOut(product, index, size)) },
      { ms: ms + MENDED_MS, act: () => on(index, (traveller) => mend(product, traveller)) },
      { ms: ms + APPROVED_MS[approved], act: () => on(index, (traveller) => approve(product, traveller, codeOf)) },
    ];
  }).flat();
  const inTime = acts.sort((a, b) => a.ms - b.ms).entries();
  for (const [index, { ms, act }] of inTime.drop(progress.done)) {
    if (resting) {
      console.error(`B8 rests after ${counted(index)} of ${counted(acts.length)} acts: the same command goes on`);
      process.exit(1);
    }
    await clock.jumpTo(new Date(Math.max(BEGINS.getTime() + ms, clock.now().getTime())));
    await act();
    progress.reach(index + 1);
  }
  return arrive(product, progress.travellers);
}

/** Whom the service tells to come again in a minute does so, and all others are behind. */
async function setOut(product: Product, index: number, size: number): Promise<Traveller> {
  if (index > 0 && index % TOLD_EVERY === 0) console.error(`B8 begins ${counted(index)} of ${counted(size)}`);
  try {
    return await depart(product, `site-${index}`, ALIASES);
  } catch (error) {
    if (!isToComeAgain(error)) throw error;
    await passMinute(product);
    return setOut(product, index, size);
  }
}

function passMinute({ world: { clock } }: Product): Promise<void> {
  return clock.jumpTo(new Date(clock.now().getTime() + MINUTE_MS));
}

/** At a busy moment of AWS, or of this machine. */
function isToComeAgain(error: unknown): boolean {
  return ['AwsThrottled', 'AwsUnavailable'].includes((error as { problem?: { code?: string } }).problem?.code ?? '');
}

/** The owners of the DNS write what was asked of them. */
function mend(product: Product, { domains, siteId }: Traveller): void {
  for (const domain of domains) mendRecord(product, domain, siteId);
}

/** Finds the code of an approval mail by the name that it is about. */
function codesOf({ world }: Product): (name: string) => string {
  const codes = world.store.collection<{ domain: string }>('acm.codes');
  const known = new Map<string, string>();
  let seen = 0;
  return (name) => {
    if (!known.has(name)) {
      for (const [code, { domain }] of codes.entries().drop(seen)) known.set(domain, code); // in order of their making
      seen = codes.size;
    }
    return known.get(name) ?? '';
  };
}

/** "I Approve" for each name, once all have their mails. */
async function approve(product: Product, traveller: Traveller, codeOf: (name: string) => string): Promise<void> {
  const { acm, world } = product;
  const limit = world.clock.now().getTime() + ENDED_MS;
  const codesNow = () => traveller.domains.map((domain) => codeOf(`${PREFIX}.${domain}`));
  let codes = codesNow();
  for (; codes.includes(''); codes = codesNow()) {
    const { status, failing, failure } = await read(product, traveller);
    if (failing || failure || world.clock.now().getTime() > limit)
      throw new Error(`${traveller.siteId} has no mails, and is ${status}: ${failing?.error ?? failure?.reason ?? ''}`);
    await passMinute(product);
  }
  await world.clock.run(() => {
    for (const code of codes) {
      const { state } = acm.approvals.approve(code);
      if (state !== 'approved') throw new Error(`an approval of ${traveller.siteId} is ${state}`);
    }
  });
}

/** Time passes until all are READY: only the first that is not is asked. */
async function arrive(product: Product, travellers: readonly Traveller[]): Promise<number> {
  const { clock } = product.world;
  const limit = clock.now().getTime() + ENDED_MS;
  const since: number[] = [];
  for (let next = travellers[0]; next; next = travellers[since.length]) {
    const request = await read(product, next);
    const { status, failing, failure } = request;
    if (failing || failure || clock.now().getTime() > limit)
      throw new Error(`${next.siteId} is ${status}: ${failing?.error ?? failure?.reason ?? 'it has stood too long'}`);
    if (status === 'READY') since.push(Date.parse(request.since));
    else await clock.jumpTo(new Date(clock.now().getTime() + 5 * MINUTE_MS));
  }
  const hours = since.map((time) => (clock.now().getTime() - time) / HOUR_MS);
  return hours.reduce((sum, each) => sum + each, 0) / hours.length;
}

const counted = (size: number) => size.toLocaleString('en');

/** CPU and memory: the ends of the growth beside each other, and what a journey costs at each size. */
function costsOf(seen: readonly Seen[]): Figure[] {
  const [first, last] = [seen[0], seen.at(-1)] as [Seen, Seen];
  const beside = (value: number) => ({ name: `of ${counted(first.size)}`, value });
  const what = (noun: string) => `${noun}, of ${counted(last.size)}`;
  return [
    ...seen.map(({ size, cpuSeconds, calls, callSeconds }): Figure => {
      return {
        id: 'B8',
        what: `CPU of one journey of ${ALIASES} aliases, of ${counted(size)}`,
        value: cpuSeconds,
        unit: 's',
        beside: { name: `as many bare calls, ${Math.round(calls)}`, value: calls * callSeconds },
        budget: OVER_BARE_CALLS,
      };
    }),
    {
      id: 'B8',
      what: what('the same in proportion'),
      unit: 's',
      value: last.cpuSeconds,
      beside: beside(first.cpuSeconds),
      budget: 1.2,
    },
    {
      id: 'B8',
      what: what('memory of one request'),
      unit: 'kB',
      value: last.kilobytes,
      beside: beside(first.kilobytes),
      budget: 1.2,
    },
    { id: 'B8', what: what('CPU of one that serves, an hour'), value: last.servingSeconds * 1000, unit: 'ms' },
    {
      id: 'B8',
      what: `tick of watch in its quietest minute, ${counted(last.size)} serve`,
      unit: 'ms',
      value: last.idle.ms,
      beside: beside(first.idle.ms),
    },
    { id: 'B8', what: what(`glance at one that serves, ${ALIASES} names`), value: last.glance.ms, unit: 'ms' },
    { id: 'B8', what: what('time of the whole run'), value: last.minutes, unit: 'min' },
  ];
}

function countsOf(seen: readonly Seen[], budget: number): Figure[] {
  const [first, last] = [seen[0], seen.at(-1)] as [Seen, Seen];
  const beside = (value: number) => ({ name: `of ${counted(first.size)}`, value });
  return [
    {
      id: 'B8',
      what: `AWS calls of one journey of ${ALIASES} aliases, of ${counted(last.size)}`,
      unit: '',
      value: Math.round(last.calls),
      budget,
    },
    {
      id: 'B8',
      what: `the same in proportion, of ${counted(last.size)}`,
      unit: '',
      value: Math.round(last.calls),
      beside: beside(Math.round(first.calls)),
      budget: 1.2,
    },
    {
      id: 'B8',
      what: `AWS calls of a tick of watch with nothing due, ${counted(last.size)} serve`,
      unit: '',
      value: last.idle.calls,
      beside: beside(first.idle.calls),
      budget: 1.2,
    },
    {
      id: 'B8',
      what: `AWS calls of a glance at one that serves, of ${counted(last.size)}`,
      unit: '',
      value: last.glance.calls,
      beside: beside(first.glance.calls),
      budget: 1.2,
    },
  ];
}

/** What a wait of 72 hours adds: looks, every quarter of an hour. */
function waitOf(soon: Seen, late: Seen): Figure[] {
  const what = 'a wait of 69 h for approvals besides';
  return [
    { id: 'B8', what: `${what}: CPU`, value: late.cpuSeconds - soon.cpuSeconds, unit: 's' },
    { id: 'B8', what: `${what}: AWS calls`, value: Math.round(late.calls - soon.calls), unit: '' },
  ];
}

function curvesOf(seen: readonly Seen[]): Curve[] {
  const line = (name: string, of: (one: Seen) => number) => ({
    name,
    points: seen.map((one): [number, number] => [one.size, of(one)]),
  });
  const across = 'requests';
  return [
    {
      name: 'growth-cpu',
      title: 'CPU of one journey, five aliases',
      across,
      up: 'seconds',
      lines: [line('one journey', ({ cpuSeconds }) => cpuSeconds)],
    },
    {
      name: 'growth-memory',
      title: 'Memory of one request in local mode',
      across,
      up: 'kB',
      lines: [line('one request', ({ kilobytes }) => kilobytes)],
    },
    {
      name: 'growth-watch',
      title: 'AWS calls of a tick of watch with nothing due',
      across,
      up: 'calls',
      lines: [line('one tick', ({ idle }) => idle.calls)],
    },
  ];
}

if (import.meta.main) process.send?.(await play(JSON.parse(process.argv[2] ?? '{}') as Run));
