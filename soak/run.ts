/** One run: a schedule is played, then everybody does what he is asked until all has come to an end, and the world is judged. */
import * as fc from 'fast-check';
import { anyAct, type Moment } from './acts.ts';
import { oblige, redrive } from './people.ts';
import { look } from './seen.ts';
import { openStage, type Stage } from './stage.ts';

export interface Schedule {
  sites: number;
  acts: readonly Moment[];
  /** Whether people help it to its end, or nobody does anything any more. */
  helped: boolean;
}

/** Long enough for a request to come to its end and another to begin, short enough for one second. */
const MOST_ACTS = 36;

export const schedules = (only?: readonly string[]): fc.Arbitrary<Schedule> =>
  fc.record({
    sites: fc.constantFrom(1, 1, 2, 3),
    acts: fc.array(anyAct(only), { minLength: MOST_ACTS / 2, maxLength: MOST_ACTS, size: 'max' }),
    // Nobody's help takes weeks of looks: one run in eight.
    helped: fc.nat({ max: 7 }).map((drawn) => drawn > 0),
  });

/** What broke, in words. */
export async function run({ sites, acts, helped }: Schedule, seed: string): Promise<string[]> {
  const stage = await openStage(seed, sites);
  try {
    for (const { play } of acts) {
      await play(stage);
      await stage.world.clock.quiet().catch(() => undefined);
      await stage.judge();
      if (stage.broken.size > 0) return [...stage.broken];
    }
    await settle(stage, helped);
    await stage.judge('settled');
    return [...stage.broken];
  } finally {
    await stage.stop();
  }
}

const HOUR_MS = 3_600_000;
/** Longer than the longest way: waits for DNS, approval, release, TXT records and AWS Support, one after the other, and clean-up. */
const HELPED_ROUNDS = 80;
/** A certificate of 198 days that nobody renews ends, and with it what was begun for it. */
const NEGLECTED_DAYS = 260;

/** Faults are over; on-call redrives what stands still. */
async function settle(stage: Stage, helped: boolean): Promise<void> {
  stage.faults.clear();
  for (let round = 0; round < (helped ? HELPED_ROUNDS : NEGLECTED_DAYS) && stage.broken.size === 0; round++) {
    await redrive(stage);
    if (round === HELPED_ROUNDS / 2) for (const { id } of stage.foreign.holders()) stage.foreign.release(id);
    if (helped) for (const own of stage.sites) await oblige(stage, own);
    await stage.pass((helped ? 6 : 24) * HOUR_MS);
    if (await isEnded(stage)) return;
  }
}

/** Nothing runs, and nothing is about to be told. */
async function isEnded(stage: Stage): Promise<boolean> {
  const { executions, requests, moves } = await look(stage);
  return (
    stage.world.store.collection('events.deliveries').size === 0 &&
    executions.every(({ status }) => status !== 'RUNNING') &&
    requests.every(({ status }) => status !== 'PENDING' && status !== 'ACTION_REQUIRED') &&
    moves.every(({ phase }) => phase === 'ENDED')
  );
}
