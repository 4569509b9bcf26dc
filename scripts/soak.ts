/**
 * `npm run soak -- --runs 10000 --seed 1 [--only "word,word"]`: random schedules of people's acts, faults and time, each in a world of its
 * own. A schedule that breaks an invariant is shortened, told, and reproduced by the command that is printed with it.
 */
import { parseArgs } from 'node:util';
import { requireNode24 } from '../local/node-version.ts';
import { soak } from '../soak/soak.ts';

requireNode24();

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    path: { type: 'string' },
    only: { type: 'string' },
  },
});
const { passed, failed } = await soak(
  {
    runs: Number(values.runs),
    seed: Number(values.seed),
    ...(values.path !== undefined && { path: values.path }),
    ...(values.only !== undefined && { only: values.only.split(',') }),
  },
  console.log,
);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1); // what a killed function has left behind keeps nobody
