import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { ENVIRONMENT } from '../../../bench/environment.ts';
import { FUNCTIONS } from '../../../core/topology.ts';
import { BUNDLING, bundleFunctions } from '../../../infra/bundles.ts';

/** Bytes. Lambda reads and compiles all of it before the first answer. */
const LARGEST = 1024 * 1024;

let folder: string;
let metafile: Metafile;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  ({ metafile } = await bundleFunctions(join(folder, 'functions')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAMES = Object.keys(FUNCTIONS);
const bundleOf = (name: string, out = 'functions') => join(folder, out, name, 'index.mjs');

const outputOf = (name: string) =>
  Object.entries(metafile.outputs).find(([file]) => file.endsWith(`/${name}/index.mjs`))?.[1];

describe('a bundle', () => {
  it('is there for every function, and small', () => {
    expect(NAMES.filter((name) => statSync(bundleOf(name)).size > LARGEST)).toEqual([]);
  });

  it('has the source of its own entry, and of no other', () => {
    const entries: string[] = Object.values(FUNCTIONS).map(({ entry }) => entry);
    const complaints = Object.entries(FUNCTIONS).flatMap(([name, { entry }]) => {
      const inputs = Object.keys(outputOf(name)?.inputs ?? {});
      if (!inputs.includes(entry)) return [`the bundle of ${name} lacks ${entry}`];
      return inputs
        .filter((input) => entries.includes(input) && input !== entry)
        .map((input) => `the bundle of ${name} has ${input} of another function`);
    });
    expect(complaints).toEqual([]);
  });

  it('prepares the Public Suffix List when it is asked, and knows it then', async () => {
    const outfile = join(folder, 'suffixes.mjs');
    const stdin = {
      contents: "export { registrableDomain } from './core/domain-name.ts';",
      resolveDir: BUNDLING.absWorkingDir,
    };
    await build({ ...BUNDLING, stdin, outfile });
    const ask = `const { registrableDomain } = await import(${JSON.stringify(pathToFileURL(outfile).href)});
      console.log(registrableDomain('login.www.example.co.uk'), registrableDomain('a.b.example.kobe.jp'), registrableDomain('www.ck'))`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8' })).toBe(
      'example.co.uk b.example.kobe.jp www.ck\n',
    );
  });

  it('is loaded by Node alone and exports a handler', () => {
    const load = `for (const file of ${JSON.stringify(NAMES.map((name) => pathToFileURL(bundleOf(name)).href))})
      console.log(typeof (await import(file)).handler)`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', load], {
      env: ENVIRONMENT,
      encoding: 'utf8',
    });
    expect(told.trim().split('\n')).toEqual(NAMES.map(() => 'function'));
  });

  it('has the same bytes wherever and whenever it is made', async () => {
    await bundleFunctions(join(folder, 'elsewhere/again'));
    for (const name of NAMES) {
      expect(readFileSync(bundleOf(name, 'elsewhere/again')).equals(readFileSync(bundleOf(name)))).toBe(true);
    }
  });
});
