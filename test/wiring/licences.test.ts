/** Under which licences others' code comes: all that the lock file names, whether it ships or only builds and tests. */
import { readFileSync } from 'node:fs';

interface Lock {
  packages: Readonly<Record<string, { license?: string; dev?: boolean }>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const others = Object.entries(packages).filter(([path]) => path !== '');

/** They ask that their notice is handed on, and of what is built with it nothing. SPDX identifiers. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'];
/** Of tools that stay on the machine of whoever builds: they ask that changes to their own files are published. */
const OF_TOOLS = [...PERMISSIVE, 'CC-BY-4.0', 'MPL-2.0'];

/** Of `A OR B` one is enough, of `A AND B` all are needed. */
const isAllowed = (expression: string, allowed: readonly string[]) =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowed.includes(one)));

it.each([
  ['is deployed, or run by whoever uses it,', false, PERMISSIVE],
  ['builds and tests (what of it goes into the page, test/browser/size.test.ts looks at)', true, OF_TOOLS],
] as const)('what %s asks for no more than a notice, or is not changed', (_, dev, allowed) => {
  const those = others.filter(([, entry]) => (entry.dev ?? false) === dev);
  const wrong = those.filter(([, { license = 'none named' }]) => !isAllowed(license, allowed));
  expect(wrong.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});
