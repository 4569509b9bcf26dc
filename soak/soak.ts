/** Runs, one seed each, counted; each failing one is shortened by fast-check and told with the command that repeats it. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { run, type Schedule, schedules } from './run.ts';

export interface Soak {
  runs: number;
  /** Of the first run; each further one has the next. */
  seed: number;
  /** To a shortened schedule, as it is printed. */
  path?: string;
  /** Words in the names of the acts that are drawn besides those of every journey. */
  only?: readonly string[];
}

/** A schedule is shortened no longer than this, in machine milliseconds. */
const SHORTENING_MS = 120_000;

export async function soak({ runs, seed: first, path, only }: Soak, tell: (line: string) => void) {
  const counts = { passed: 0, failed: 0 };
  for (let seed = first; seed < first + runs; seed++) {
    const failure = await failureOf(seed, path, only);
    counts[failure ? 'failed' : 'passed']++;
    if (failure) tell(failure);
  }
  return counts;
}

async function failureOf(seed: number, path?: string, only?: readonly string[]): Promise<string | undefined> {
  const broken = new Map<string, string[]>();
  const property = fc.asyncProperty(schedules(only), async (schedule) => {
    const found = await run(schedule, `soak-${seed}`);
    broken.set(inWords(schedule), found);
    return found.length === 0;
  });
  const { failed, counterexample, counterexamplePath, numShrinks, errorInstance } = await fc.check(property, {
    seed: drawnFrom(seed),
    numRuns: 1,
    interruptAfterTimeLimit: SHORTENING_MS,
    ...(path !== undefined && { path, endOnFailure: true }),
  });
  const [schedule] = counterexample ?? [];
  if (!failed || !schedule) return undefined;
  const found = broken.get(inWords(schedule)) ?? [String((errorInstance as Error | null)?.stack)];
  const filter = only ? ` --only "${only.join()}"` : '';
  return [
    `seed ${seed} breaks, ${numShrinks} times shortened:`,
    inWords(schedule),
    ...found.map((breach) => `  breaks: ${breach}`),
    `  npm run soak -- --runs 1 --seed ${seed}${filter}`,
    `  npm run soak -- --runs 1 --seed ${seed}${filter} --path ${counterexamplePath}`,
  ].join('\n');
}

function inWords({ sites, acts, helped }: Schedule): string {
  return [`  ${sites} sites`, ...acts.map(({ words }) => `  ${words}`), helped ? '  all help' : '  nobody helps'].join(
    '\n',
  );
}

/** fast-check's generator begins alike for seeds that are near to one another. */
function drawnFrom(seed: number): number {
  return createHash('sha256').update(`soak ${seed}`).digest().readInt32BE();
}
