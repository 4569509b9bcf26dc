import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProcesses, slicesOfSeeds } from '../../../soak/jobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
const script = join(folder, 'script.mjs');
/** Finds something under `odd`, and dies under `dies`. */
const SCRIPT = `
const [flag] = process.argv.slice(2);
if (flag === 'dies') throw new Error('out of order');
if (flag === 'odd') console.log('seed 7 breaks');
console.log(flag === 'odd' ? '4 passed, 1 failed' : '5 passed, 0 failed');
`;

beforeAll(() => writeFileSync(script, SCRIPT));
afterAll(() => rmSync(folder, { recursive: true }));

let told: string[];
let gone: string[];
const tell = { finding: (line: string) => told.push(line), progress: (line: string) => gone.push(line) };
beforeEach(() => {
  told = [];
  gone = [];
});

it('tells what each process finds in the order of the slices, how far they are, and adds up', async () => {
  const counts = await inProcesses(script, [['odd'], ['even'], ['odd']], 2, tell);
  expect(counts).toEqual({ passed: 13, failed: 2 });
  expect(told).toEqual(['seed 7 breaks', 'seed 7 breaks']);
  expect(gone[1]).toBe('2 of 3 parts: 9 passed, 1 failed');
});

it('counts a process that dies as a failure, and says how it died', async () => {
  const counts = await inProcesses(script, [['dies'], ['even']], 1, tell);
  expect(counts).toEqual({ passed: 5, failed: 1 });
  expect(told.join()).toMatch(/^dies ended: [\s\S]*out of order/);
});

it('slices seeds fifty by fifty', () => {
  expect(slicesOfSeeds(1, 120)).toEqual([
    { seed: 1, runs: 50 },
    { seed: 51, runs: 50 },
    { seed: 101, runs: 20 },
  ]);
});
