/**
 * `npm run asl -- FILE [--strict]`: replays executions recorded from AWS in the local engine. FILE has `{"cases": [...]}` as
 * test/vectors/README.md says. Prints each difference, and last `N passed, N failed`. An execution passes when status, output
 * or error, and the order of event types and state names agree; --strict compares ids, details and causes too.
 */
import { readFileSync } from 'node:fs';
import { type Case, replay } from './asl-replay.ts';

/** Shares that must pass for exit code 0. */
const SHARES = { execution: 0.95, validation: 0.8 };

process.exitCode = await main(process.argv.slice(2));

async function main([file, ...options]: string[]): Promise<number> {
  if (file === undefined) {
    console.error('usage: npm run asl -- FILE [--strict]');
    return 2;
  }
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
  const tally = { execution: { passed: 0, all: 0 }, validation: { passed: 0, all: 0 } };
  for (const recorded of cases) {
    const differences = await replay(recorded, options.includes('--strict'));
    tally[recorded.kind].all++;
    if (differences.length === 0) tally[recorded.kind].passed++;
    for (const difference of differences) console.log(`${recorded.id}: ${difference}`);
  }
  const { execution, validation } = tally;
  const passed = execution.passed + validation.passed;
  console.log(`executions ${execution.passed} of ${execution.all}, checks ${validation.passed} of ${validation.all}`);
  console.log(`${passed} passed, ${execution.all + validation.all - passed} failed`);
  const enough = (kind: keyof typeof SHARES) => tally[kind].passed >= SHARES[kind] * tally[kind].all;
  return enough('execution') && enough('validation') ? 0 : 1;
}
