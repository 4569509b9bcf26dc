/** One run: a schedule is played, then everybody does what he is asked until all has come to an end, and the world is judged. */
import * as fc from 'fast-check';
import { anyAct, type Moment } from './acts.ts';
import { type Duty, dutiesOf, fulfil, redrives } from './duties.ts';
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
      stage.judge();
      if (stage.broken.size > 0) return [...stage.broken];
    }
    await settle(stage, helped);
    stage.judge('settled');
    return [...stage.broken];
  } finally {
    await stage.stop();
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer than the longest way: waits for DNS, approval, release, TXT records and AWS Support, one after the other, and clean-up. */
const HELPED_DAYS = 20;
/** A certificate of 198 days that nobody renews ends, and with it what was begun for it. */
const NEGLECTED_DAYS = 260;
/** What has not helped is tried again. */
const TRIED_AGAIN_MS = 6 * HOUR_MS;
/** Whoever holds a name lets go of it in the end: when a move has had its time, by the API and by AWS Support. */
const LETS_GO_MS = 12 * HOUR_MS;

/**
 * Faults are over; on-call redrives what stands still. Everybody does at once what he is asked, and time goes on to when somebody is
 * asked something again, or all has come to its end.
 */
async function settle(stage: Stage, helped: boolean): Promise<void> {
  const { clock } = stage.world;
  const began = clock.now().getTime();
  const passed = () => clock.now().getTime() - began;
  const done = new Map<string, number>();
  const asked = () =>
    duties(stage, helped).filter(({ what }) => passed() - (done.get(what) ?? -TRIED_AGAIN_MS) >= TRIED_AGAIN_MS);
  stage.faults.clear();
  let isHeld = helped;
  while (passed() < (helped ? HELPED_DAYS : NEGLECTED_DAYS) * DAY_MS && stage.broken.size === 0) {
    if (isHeld && passed() >= LETS_GO_MS) {
      for (const { id } of stage.foreign.holders()) stage.foreign.release(id);
      isHeld = false;
    }
    const now = asked();
    for (const { what } of now) done.set(what, passed());
    await fulfil(now);
    if (isEnded(stage)) return stage.pass(HOUR_MS); // nothing comes after it
    await stage.pass(isHeld ? LETS_GO_MS : DAY_MS, () => isEnded(stage) || asked().length > 0);
  }
}

function duties(stage: Stage, helped: boolean): Duty[] {
  return [
    ...redrives(stage),
    ...(helped ? [...stage.sites.flatMap((own) => dutiesOf(stage, own)), ...ofSupport(stage)] : []),
  ];
}

/** AWS Support looks into each case. */
function ofSupport({ support }: Stage): Duty[] {
  return support
    .cases()
    .filter(({ answeredAt }) => answeredAt === null)
    .map(({ caseId }) => ({ what: caseId, fulfil: () => support.actNow(caseId) }));
}

/** Nothing runs, and nothing is about to be told. */
function isEnded(stage: Stage): boolean {
  const { executions, requests, moves } = look(stage);
  return (
    stage.world.store.collection('events.deliveries').size === 0 &&
    executions.every(({ status }) => status !== 'RUNNING') &&
    requests.every(({ status }) => status !== 'PENDING' && status !== 'ACTION_REQUIRED') &&
    moves.every(({ phase }) => phase === 'ENDED')
  );
}
