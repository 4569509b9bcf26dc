/**
 * The second look: every scene by boto3 and by the AWS CLI on our endpoint, each answer held against botocore's model, and by boto3 on
 * moto beside it. What is found is a text a line; none means that our simulators answer as the peers that are here can tell.
 */
import { startProduct } from '../local/product.ts';
import { type Difference, differences, membersOf } from './compare.ts';
import { ALLOWED_BREACHES, KNOWN, type Known, rowOf } from './differences.ts';
import { judgeJourneys } from './journeys.ts';
import { type Driver, startDriver, startMoto, type Versions } from './peers.ts';
import { isTooNew, type Made, play, type Scene, surprise } from './scene.ts';
import { SCENES } from './scenes/scenes.ts';

export interface Findings {
  calls: number;
  found: string[];
  /** What a client is too old to ask. */
  unasked: string[];
  /** Differences from moto that are known, by their row. */
  known: ReadonlyMap<Known, readonly Difference[]>;
}

/** World in which the scenes begin: before ACM's e-mail validation ends. */
const START = new Date('2026-11-21T09:00:00Z');

/** `only`: these services, and neither journeys nor rows that have become needless. */
export async function lookIndependently(there: Versions, only?: readonly string[]): Promise<Findings> {
  const scenes = SCENES.filter(({ service }) => !only || only.includes(service));
  const driver = startDriver();
  const moto = there.moto ? await startMoto() : undefined;
  try {
    const found: string[] = [];
    const unasked: string[] = [];
    const known = new Map<Known, Difference[]>();
    let calls = 0;
    for (const scene of scenes) {
      const ours = await onOurs(scene, driver, 'boto3');
      calls += ours.length;
      found.push(...ours.flatMap(wrongWith));
      unasked.push(...ours.filter(({ step, outcome }) => isTooNew(step, outcome)).map(({ name }) => name));
      if (there.awscli) {
        const byCli = await onOurs(scene, driver, 'cli');
        calls += byCli.length;
        found.push(...unlike(byCli, ours));
      }
      if (!moto) continue;
      const theirs = await play(scene, { where: 'moto', client: driver.client('boto3', moto.url), by: 'boto3' });
      calls += theirs.length;
      for (const difference of between(ours, theirs)) {
        const row = rowOf(KNOWN, difference.at);
        if (row) known.set(row, [...(known.get(row) ?? []), difference]);
        else found.push(`${difference.at}: ${difference.ours}, moto ${difference.theirs}`);
      }
    }
    if (!only) {
      const { answers, breaches } = await judgeJourneys(driver);
      calls += answers;
      found.push(...breaches.filter((words) => !rowOf(ALLOWED_BREACHES, words)));
    }
    if (moto && !only) found.push(...KNOWN.filter((row) => !known.has(row)).map(stale));
    return { calls, found: [...new Set(found)], unasked, known };
  } finally {
    driver.close();
    moto?.stop();
  }
}

const stale = ({ at }: Known) => `${at}: no difference any more: take the row out of fidelity/differences.ts`;

/** Each time in a world of its own: what one client made does not stand in the way of the next. */
async function onOurs(scene: Scene, driver: Driver, by: 'boto3' | 'cli'): Promise<Made[]> {
  const product = await startProduct({ start: START, seed: 'fidelity', deterministic: true });
  try {
    const client = driver.client(by, `http://127.0.0.1:${product.ports.aws}`);
    return await play(scene, { where: 'ours', client, by, product });
  } finally {
    await product.stop();
  }
}

function wrongWith(made: Made): string[] {
  const unexpected = surprise(made);
  const breaches = (made.outcome.breaches ?? []).filter((words) => !rowOf(ALLOWED_BREACHES, `${made.name} ${words}`));
  return [...(unexpected ? [unexpected] : []), ...new Set(breaches)].map((words) => `${made.name}: ${words}`);
}

/** What the AWS CLI makes of the same calls: it must end alike and show the same members. */
function unlike(byCli: readonly Made[], byBoto3: readonly Made[]): string[] {
  return byCli.flatMap((made) => {
    const unexpected = surprise(made);
    if (unexpected) return [`${made.name} by the AWS CLI: ${unexpected}`];
    const twin = byBoto3.find(({ name }) => name === made.name);
    if (made.outcome.unsent || twin?.outcome.unsent) return [];
    const [shown, parsed] = [made, twin].map((one) =>
      [...membersOf(one?.outcome.answer ?? {}).keys()].sort().join(' '),
    );
    return shown === parsed ? [] : [`${made.name}: the AWS CLI shows ${shown}, boto3 ${parsed}`];
  });
}

/** Calls that both have made, in their order. A step that one of them has not is nobody's difference. */
function between(ours: readonly Made[], theirs: readonly Made[]): Difference[] {
  return ours.flatMap((made) => {
    const twin = theirs.find(({ step }) => step === made.step);
    return twin ? differences(made, twin) : [];
  });
}
