/**
 * The same script in several processes at once, each with a slice of the work. What they find is told in the order of the slices, as if
 * one process had done it all.
 */
import { execFile } from 'node:child_process';

export interface Counts {
  passed: number;
  failed: number;
}

/** Where to say what was found, and how far it is. */
export interface Tell {
  finding(line: string): void;
  progress(line: string): void;
}

/** Runs the script once for each list of flags, so many at a time. A process that ends without a count has failed. */
export async function inProcesses(
  script: string,
  slices: readonly string[][],
  jobs: number,
  tell: Tell,
): Promise<Counts> {
  const counts = { passed: 0, failed: 0 };
  const running: Promise<string>[] = [];
  const next = () => {
    const flags = slices[running.length];
    if (!flags) return;
    const ran = play(script, flags);
    running.push(ran);
    void ran.then(next);
  };
  for (let job = 0; job < jobs; job++) next();
  for (let slice = 0; slice < slices.length; slice++) {
    const told = (await running[slice]) ?? '';
    const [last = '', passed = 0, failed = 1] = COUNTS.exec(told) ?? [];
    const findings = told.slice(0, told.length - last.length).trim();
    if (findings) tell.finding(findings);
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    tell.progress(`${slice + 1} of ${slices.length} parts: ${counts.passed} passed, ${counts.failed} failed`);
  }
  return counts;
}

/** The last line of the script. */
const COUNTS = /(\d+) passed, (\d+) failed\s*$/;

/** Failing schedules are some kilobytes each. */
const MOST_TOLD = 64 * 1024 * 1024;

/** What it says; of one that fails to end by itself, how it ended too. */
function play(script: string, flags: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...flags], { maxBuffer: MOST_TOLD }, (error, stdout, stderr) => {
      const ended = error && !COUNTS.test(stdout) ? `${flags.join(' ')} ended: ${error.message}\n${stderr}` : '';
      resolve(`${ended}${stdout}`);
    });
  });
}

/** Seeds of one slice: the start of a process is nothing beside them, and findings are told early. */
const SEEDS = 50;

/** From that seed on, so many. */
export function slicesOfSeeds(first: number, runs: number): { seed: number; runs: number }[] {
  const slices = Math.ceil(runs / SEEDS);
  return Array.from({ length: slices }, (_, index) => ({
    seed: first + index * SEEDS,
    runs: Math.min(SEEDS, runs - index * SEEDS),
  }));
}
