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

async function main(words: string[]): Promise<number> {
  const [file, ...more] = words.filter((word) => !word.startsWith('--'));
  const options = words.filter((word) => word.startsWith('--'));
  const wrong = [...options.filter((option) => option !== '--strict'), ...more][0];
  if (file === undefined || wrong !== undefined) {
    console.error(`${wrong ? `${wrong} is not understood` : 'FILE is missing'}. Usage: npm run asl -- FILE [--strict]`);
    return 2;
  }
  const cases = casesIn(file);
  if (typeof cases === 'string') {
    console.error(cases);
    return 1;
  }
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

/** Or why there are none, in a sentence with its remedy. */
function casesIn(file: string): Case[] | string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return `FILE ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): name a file of recorded cases.`;
  }
  let recorded: unknown;
  try {
    recorded = JSON.parse(text);
  } catch (error) {
    return `FILE ${file} is not JSON (${(error as Error).message}): see test/vectors/README.md for its form.`;
  }
  const { cases } = (recorded ?? {}) as { cases?: unknown };
  if (Array.isArray(cases) && cases.length > 0 && cases.every(isCase)) return cases;
  return `FILE ${file} holds no cases: it must be {"cases": [...]}, each with an id and a kind of execution or validation.`;
}

function isCase(value: unknown): value is Case {
  const { id, kind } = (value ?? {}) as Partial<Case>;
  return typeof id === 'string' && (kind === 'execution' || kind === 'validation');
}
