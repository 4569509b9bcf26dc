/**
 * `npm run vectors -- FILE`: checks that core/security computes what a file of vectors expects. FILE has `{"vectors": [...]}` as
 * test/vectors/gigya-signatures.json has. Prints each failure, and last `N passed, N failed`; exits non-zero on a failure.
 */
import { readFileSync } from 'node:fs';
import { differencesOf, type Vector } from './vectors-check.ts';

process.exitCode = await main(process.argv.slice(2));

async function main([file, ...more]: string[]): Promise<number> {
  if (file === undefined || more.length > 0) {
    const wrong = file === undefined ? 'FILE is missing' : `${more[0]} is not understood`;
    console.error(`${wrong}. Usage: npm run vectors -- FILE`);
    return 2;
  }
  const vectors = vectorsIn(file);
  if (typeof vectors === 'string') {
    console.error(vectors);
    return 1;
  }
  let failed = 0;
  for (const vector of vectors) {
    const differences = await differencesOf(vector);
    if (differences.length > 0) failed++;
    for (const difference of differences) console.log(`${vector.id}: ${difference}`);
  }
  console.log(`${vectors.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Or why there are none, in a sentence with its remedy. */
function vectorsIn(file: string): Vector[] | string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return `FILE ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): name a file of vectors.`;
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return `FILE ${file} is not JSON (${(error as Error).message}): see test/vectors/README.md for its form.`;
  }
  const { vectors } = (parsed ?? {}) as { vectors?: unknown };
  if (Array.isArray(vectors) && vectors.length > 0 && vectors.every(isVector)) return vectors;
  return `FILE ${file} holds no vectors: it must be {"vectors": [...]}, each with id, kind, input and expected.`;
}

function isVector(value: unknown): value is Vector {
  const { id, kind, input, expected } = (value ?? {}) as Partial<Vector>;
  return (
    typeof id === 'string' &&
    typeof kind === 'string' &&
    input !== undefined &&
    typeof expected === 'object' &&
    expected !== null
  );
}
