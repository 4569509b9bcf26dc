/**
 * `npm run bench`: every figure beside its budget, as a table; build/bench.json has them all, build/*.svg
 * the growth curves. Exits non-zero where a budget is missed.
 *
 * `--short` is CI's form: counts and ratios alone. `--only B2,B7` measures these alone, `--sizes 100,1000,10000` so many
 * requests at once, `--docs` writes results and curves into docs/benchmarks.md. `--keep build/b8` keeps what B8 has played: stopped with
 * Ctrl-C, the same command goes on.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requireNode24 } from '../local/node-version.ts';
import { measureAuthentication } from './authentication.ts';
import { measureAwsApis } from './aws-apis.ts';
import { draw } from './chart.ts';
import { measureColdStart } from './cold-start.ts';
import { measureConflicts } from './conflicts.ts';
import { type Form, isMet, type Measured } from './figure.ts';
import { dayInWords, machineInWords, withResults } from './page.ts';
import { measurePreflight } from './preflight.ts';
import { measureRead } from './read.ts';
import { measureScale } from './scale.ts';
import { measureStart } from './start.ts';
import { markdownOf, tableOf } from './table.ts';
import { measureTransitions } from './transitions.ts';

requireNode24();

const MEASURES: Readonly<Record<string, (form: Form) => Measured | Promise<Measured>>> = {
  B1: measureTransitions,
  B2: measurePreflight,
  B3: measureConflicts,
  B4: async () => ({ figures: await measureColdStart() }),
  B5: () => ({ figures: measureAuthentication() }),
  B6: measureRead,
  B7: measureAwsApis,
  B8: measureScale,
  B9: async ({ short }) => ({ figures: short ? [] : await measureStart() }),
};

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(MEASURES).join() },
    sizes: { type: 'string' },
    keep: { type: 'string' },
    docs: { type: 'boolean', default: false },
  },
});
const { short, only, keep, docs, sizes = short ? '2,6' : '100,1000' } = values;
const form = { short, sizes: sizes.split(',').map(Number), ...(keep && { folder: keep }) };

const measured: Measured[] = [];
for (const id of only.split(',')) {
  const measure = MEASURES[id];
  if (!measure) throw new Error(`there is no ${id}: ${Object.keys(MEASURES).join(', ')}`);
  const began = performance.now();
  measured.push(await measure(form));
  console.error(`${id} took ${Math.round((performance.now() - began) / 1000)} s`);
}
const figures = measured.flatMap((each) => each.figures).filter(({ unit, beside }) => !short || unit !== 's' || beside);
const curves = measured.flatMap((each) => each.curves ?? []);

console.log(tableOf(figures.toSorted((one, other) => Number(isMet(one)) - Number(isMet(other))))); // the missed ones first
const root = join(import.meta.dirname, '..');
const folder = join(root, 'build');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'bench.json'), `${JSON.stringify({ figures, curves }, null, 2)}\n`);
for (const curve of curves) writeFileSync(join(folder, `${curve.name}.svg`), draw(curve));
if (docs) writeDocs();
if (!figures.every(isMet)) process.exitCode = 1;

function writeDocs(): void {
  const machine = machineInWords({ cores: cpus().length, bytes: totalmem(), node: process.versions.node });
  const command = ['npm run bench --', ...process.argv.slice(2).filter((word) => word !== '--docs')].join(' ');
  const images = curves.map(({ name, title }) => `![${title}](images/${name}.svg)`);
  const when = `${dayInWords(new Date())}, ${machine}: \`${command.replace(/ --$/, '')}\``;
  for (const curve of curves) writeFileSync(join(root, 'docs/images', `${curve.name}.svg`), draw(curve));
  const page = join(root, 'docs/benchmarks.md');
  const results = [when, markdownOf(figures), ...images].join('\n\n');
  writeFileSync(page, withResults(readFileSync(page, 'utf8'), results));
}
