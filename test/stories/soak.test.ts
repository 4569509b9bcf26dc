/**
 * The short form of `npm run soak`: two random schedules, every race, a few calls under each fault, a few kills. In a process of its
 * own: under a test runner the SDK does not know a broken connection for one.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'soak.ts');

async function linesOf(...flags: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, ...flags]);
  return stdout.trim().split('\n');
}

it('keeps every invariant on random schedules', async () => {
  expect(await linesOf('--runs', '2', '--seed', '102')).toEqual(['2 passed, 0 failed']);
});

it('has one winner of every race', async () => {
  // A quarter of the crossings, under two seeds.
  expect(await linesOf('--races', '--every', '8', '--runs', '2')).toEqual(['6 passed, 0 failed']);
});

it('comes to the same end under faults', async () => {
  expect((await linesOf('--faults', '--journey', 'straight', '--every', '70')).at(-1)).toMatch(
    /^[5-9] passed, 0 failed$/,
  );
});

it('comes to the same end after kills', async () => {
  expect((await linesOf('--kills', '--journey', 'straight', '--every', '40')).at(-1)).toMatch(
    /^[2-9] passed, 0 failed$/,
  );
});
