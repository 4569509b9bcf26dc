/**
 * B4: what a function costs before its first answer. Each bundle is imported in a process of its own, in turns with a bundle of just
 * the AWS clients that it needs, so that a busy machine slows both; the figure is the quotient of the fastest of each.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { FUNCTIONS } from '../core/topology.ts';
import { BUNDLING, bundleFunctions } from '../infra/bundles.ts';
import { ENVIRONMENT } from './environment.ts';
import type { Figure } from './figure.ts';

/** Imports of the bare clients that an import may cost. */
const BUDGET = 2.5;
/** An import takes 30 to 150 ms: three turns for each of the functions, and more where a busy machine may be to blame. */
const TURNS = 3;
const MOST_TURNS = 20;
/** Bytes. Lambda reads and compiles all of a bundle first. */
const LARGEST = 1024 * 1024;

export async function measureColdStart(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const { metafile } = await bundleFunctions(join(folder, 'functions'));
    const inputsOf = (name: string) =>
      Object.keys(
        Object.entries(metafile.outputs).find(([file]) => file.endsWith(`/${name}/index.mjs`))?.[1].inputs ?? {},
      );
    const bare = bareBundles(folder);
    const figures: Figure[] = [];
    for (const name of Object.keys(FUNCTIONS)) {
      const file = join(folder, 'functions', name, 'index.mjs');
      const { size } = statSync(file);
      const clients = clientsAmong(inputsOf(name));
      const what = `${name}: its import, in those of its bare clients (${clients.map(short).join(', ')})`;
      const value = quotient(file, await bare(clients));
      figures.push({ id: 'B4', what, value, unit: '', budget: BUDGET });
      figures.push({ id: 'B4', what: `${name}: size of its bundle`, value: size, unit: 'bytes', budget: LARGEST });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function clientsAmong(inputs: readonly string[]): string[] {
  const packages = inputs.map((input) => /node_modules\/(@aws-sdk\/client-[^/]+)\//.exec(input)?.[1] ?? '');
  return [...new Set(packages)].filter(Boolean).sort();
}

function short(client: string): string {
  return client.replace('@aws-sdk/client-', '');
}

/** A bundle that makes the clients alone, built as the functions' are; the same clients are bundled once. */
function bareBundles(folder: string): (clients: readonly string[]) => Promise<string> {
  const made = new Map<string, Promise<string>>();
  return (clients) => {
    const id = clients.map(short).join('+') || 'nothing';
    const bundle = made.get(id) ?? bundleBare(clients, join(folder, 'bare', id, 'index.mjs'));
    made.set(id, bundle);
    return bundle;
  };
}

async function bundleBare(clients: readonly string[], outfile: string): Promise<string> {
  const lines = await Promise.all(clients.map(async (name) => making(name, await classIn(name))));
  const stdin = { contents: lines.join('\n'), resolveDir: BUNDLING.absWorkingDir };
  await build({ ...BUNDLING, stdin, outfile, metafile: false });
  return outfile;
}

function making(client: string, name: string): string {
  const config = "{ region: 'us-east-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' } }";
  return `import { ${name} } from '${client}';\nexport const the${name} = new ${name}(${config});`;
}

/** `ACMClient` of `@aws-sdk/client-acm`. */
async function classIn(client: string): Promise<string> {
  const names = Object.keys((await import(client)) as object);
  return names.find((name) => /^[A-Z]\w*Client$/.test(name)) ?? '';
}

/** What disturbs an import only ever adds to it: the more turns, the truer the fastest. */
function quotient(bundle: string, bare: string): number {
  importing(bundle); // both are in the file cache then
  importing(bare);
  let [fastest, fastestBare] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let turn = 1; turn <= MOST_TURNS; turn++) {
    fastest = Math.min(fastest, importing(bundle));
    fastestBare = Math.min(fastestBare, importing(bare));
    if (turn >= TURNS && fastest / fastestBare <= BUDGET) break;
  }
  return fastest / fastestBare;
}

/** CPU time of one import in microseconds, in a process of its own: others on the machine hardly show in it. */
function importing(file: string): number {
  const url = JSON.stringify(pathToFileURL(file).href);
  const script = `const before = process.cpuUsage(); await import(${url});
    const { user, system } = process.cpuUsage(before); console.log(user + system)`;
  const options = { env: ENVIRONMENT, encoding: 'utf8' } as const;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
}
