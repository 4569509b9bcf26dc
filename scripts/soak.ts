/**
 * `npm run soak -- --runs 10000 --seed 1 [--only "word,word"]`: random schedules of people's acts, faults and time, each in a world of its
 * own. A schedule that breaks an invariant is shortened, told, and reproduced by the command that is printed with it. Besides:
 * `--faults` every call under every fault, `--kills` the process killed at every event, `--races` two at one moment, `--cuts` one act held at
 * each of its calls until another is done (`--of AttachCertificate`: what that function does for it), `--load 1000` so many sites at once.
 * `--journey straight` (or conflict, life) takes one journey, `--every N` every N-th of a long list. `--jobs N` has N processes do it, each
 * a slice: of seeds, or `--part 1/3` of a list of cases; how far they are is told on stderr.
 */
import { parseArgs } from 'node:util';
import { FUNCTIONS } from '../core/topology.ts';
import { requireNode24 } from '../local/node-version.ts';
import { cross, cut, NAMES, type Name, PLACES } from '../soak/crossings.ts';
import { inProcesses, slicesOfSeeds } from '../soak/jobs.ts';
import { JOURNEYS } from '../soak/journeys.ts';
import { killAtEach } from '../soak/kills.ts';
import { isMet, load } from '../soak/load.ts';
import { casesOf, meet, nameOf } from '../soak/matrix.ts';
import { quietly } from '../soak/quietly.ts';
import { RACES } from '../soak/races.ts';
import { soak } from '../soak/soak.ts';

requireNode24();

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    path: { type: 'string' },
    only: { type: 'string' },
    journey: { type: 'string' },
    every: { type: 'string', default: '1' },
    faults: { type: 'boolean' },
    kills: { type: 'boolean' },
    races: { type: 'boolean' },
    cuts: { type: 'boolean' },
    of: { type: 'string', default: 'Api' },
    load: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    part: { type: 'string', default: '1/1' },
  },
});
if (!Object.hasOwn(FUNCTIONS, values.of)) throw new Error(`--of ${values.of}: core/topology.ts has no such function`);
const every = Number(values.every);
const jobs = Number(values.jobs);
const [part = 1, parts = 1] = values.part.split('/').map(Number);
/** Whether the n-th of what is taken falls to this process. */
const isOurs = (nth: number) => nth % parts === part - 1;
const journeys = JOURNEYS.filter((name) => values.journey === undefined || name === values.journey);
const counts = { passed: 0, failed: 0 };

/** Counts it, and says what is wrong with it. */
function tell(name: string, wrong: readonly string[]): void {
  counts[wrong.length === 0 ? 'passed' : 'failed']++;
  if (wrong.length > 0) console.log([name, ...wrong.map((words) => `  ${words}`)].join('\n'));
}

/** How far it is. `console.error` is silenced, soak/quietly.ts. */
function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function runSeeds(): Promise<void> {
  const { runs = '100', seed, path, only } = values;
  if (jobs > 1 && path === undefined) {
    const flags = only === undefined ? [] : ['--only', only];
    const slices = slicesOfSeeds(Number(seed), Number(runs));
    return share(slices.map((slice) => ['--seed', `${slice.seed}`, '--runs', `${slice.runs}`, ...flags]));
  }
  const options = { ...(path !== undefined && { path }), ...(only !== undefined && { only: only.split(',') }) };
  Object.assign(counts, await soak({ runs: Number(runs), seed: Number(seed), ...options }, console.log));
}

/** Other processes of this script do it, each with these flags. */
async function share(slices: readonly string[][]): Promise<void> {
  const { passed, failed } = await inProcesses(import.meta.filename, slices, jobs, {
    finding: console.log,
    progress,
  });
  counts.passed += passed;
  counts.failed += failed;
}

/** Of a list of cases, which each process makes anew: that costs one journey, and a part has some dozen. */
const PARTS = 20;

function shareCases(of: '--faults' | '--kills' | '--cuts', parts = PARTS): Promise<void> {
  const flags = [
    of,
    '--of',
    values.of,
    '--every',
    values.every,
    ...(values.journey === undefined ? [] : ['--journey', values.journey]),
  ];
  return share(Array.from({ length: parts }, (_, index) => [...flags, '--part', `${index + 1}/${parts}`]));
}

async function meetFaults(): Promise<void> {
  if (jobs > 1) return shareCases('--faults');
  const cases = (await Promise.all(journeys.map(casesOf))).flat();
  for (const each of cases.filter((_, index) => index % every === 0 && isOurs(index / every)))
    tell(nameOf(each), await meet(each));
}

async function killEverywhere(): Promise<void> {
  if (jobs > 1) return shareCases('--kills');
  for (const journey of journeys)
    for (const { event, name, wrong } of await killAtEach(journey, { every, isOurs }))
      tell(`${journey}: killed at event ${event}, ${name}`, wrong);
}

async function race(): Promise<void> {
  for (const { name, play } of RACES) tell(name, await play(`race-${values.seed}`));
  const first = Number(values.seed);
  for (let seed = first; seed < first + Number(values.runs ?? 1); seed++) {
    const names = NAMES.filter((_, index) => index % every === seed % every);
    tell(`crossings of seed ${seed}`, await cross(`crossing-${seed}`, names));
  }
}

/** Until no act makes as many calls, those alone that made as many before: each part finds that out for itself. */
async function cutIn(): Promise<void> {
  if (jobs > 1) return shareCases('--cuts', jobs);
  for (let place = 0; place < PLACES; place++)
    for (let call = part - 1, names: readonly Name[] = NAMES; ; call += parts * every) {
      const { came, wrong } = await cut(place, call, { names, of: values.of });
      if (came.length === 0) break;
      const what = `act ${place + 1} of ${came.length} rows, ${values.of} held at call ${call + 1}`;
      tell(what, wrong);
      progress(what);
      names = came;
    }
}

async function bear(sites: number): Promise<void> {
  const borne = await load(sites);
  console.log(borne);
  tell(`${sites} sites at once`, isMet(borne) ? [] : ['misses what must hold']);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1)); // not without clearing up
await quietly(async () => {
  if (values.faults) await meetFaults();
  if (values.kills) await killEverywhere();
  if (values.races) await race();
  if (values.cuts) await cutIn();
  if (values.load !== undefined) await bear(Number(values.load));
  const { faults, kills, races, cuts } = values;
  if (!faults && !kills && !races && !cuts && values.load === undefined) await runSeeds();
});
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1); // what a killed function has left behind keeps nobody
