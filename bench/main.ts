/**
 * `npm run bench`: every figure beside its budget. Writes build/bench.json; exits non-zero where a budget is missed.
 * `--short` leaves out what is in seconds: counts and ratios say the same on every machine.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode24 } from '../local/node-version.ts';
import { measureAuthentication } from './authentication.ts';
import { measureColdStart } from './cold-start.ts';
import { measureConflicts } from './conflicts.ts';
import { type Figure, isMet } from './figure.ts';
import { measureJourney } from './journey.ts';
import { measureStart } from './start.ts';

requireNode24();

const short = process.argv.includes('--short');
const measured = [
  ...measureAuthentication(),
  ...(await measureJourney()),
  ...(await measureConflicts()),
  ...(await measureColdStart()),
  ...(short ? [] : await measureStart()),
];
const figures = measured.filter(({ unit }) => !short || unit !== 's');
for (const figure of figures) console.log(line(figure));
const folder = join(import.meta.dirname, '..', 'build');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'bench.json'), `${JSON.stringify(figures, null, 2)}\n`);
if (!figures.every(isMet)) process.exitCode = 1;

function line(figure: Figure): string {
  const { id, what, value, unit, budget } = figure;
  const shown = `${Math.round(value * 100) / 100} ${unit}`.trim();
  return `${isMet(figure) ? 'met   ' : 'MISSED'}  ${id}  ${what}: ${shown} (budget ${budget} ${unit})`;
}
