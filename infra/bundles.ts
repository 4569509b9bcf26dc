/**
 * One bundle per function: its module, made of `process.env`, and only what they use, the SDK included. All are built by one
 * call of esbuild. The same sources give the same bytes, and so the same asset: what did not change is not deployed again.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { FUNCTIONS, type FunctionName } from '../core/topology.ts';
import type { CodeOf } from './functions.ts';
import { preparePublicSuffixesWhenAsked } from './public-suffixes.ts';
import { leaveOutUnusedErrors } from './sdk-errors.ts';

const ROOT = join(import.meta.dirname, '..');

/** Packages of CommonJS that are bundled ask for Node's own modules by `require`, which a module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** How code is bundled, whatever it is. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'], // ES modules first: only they lose what is not used
  banner: { js: REQUIRE },
  alias: {
    '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'no-credential-chain.ts'),
    '@smithy/core/event-streams': join(import.meta.dirname, 'no-event-streams.ts'),
  },
  charset: 'utf8', // not as escapes: twice as long
  minify: true, // class names too: ServiceError and the SDK's errors set their names themselves
  plugins: [leaveOutUnusedErrors(), preparePublicSuffixesWhenAsked()],
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

export interface Bundles {
  codeOf: CodeOf;
  /** What went into each bundle: esbuild's own account. Paths are relative to the project's root. */
  metafile: Metafile;
}

/** Bundles into `<out>/<function>/index.mjs`. Throws what esbuild finds wrong. */
export async function bundleFunctions(out = join(ROOT, 'build/functions')): Promise<Bundles> {
  const entries = `${out}-entries`;
  for (const folder of [out, entries]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(entries, { recursive: true });
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  try {
    const { metafile } = await build({
      ...BUNDLING,
      entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, writeEntry(entries, name)])),
      outdir: out,
      outExtension: { '.js': '.mjs' },
    });
    return { codeOf: (name) => Code.fromAsset(join(out, name)), metafile };
  } finally {
    rmSync(entries, { recursive: true });
  }
}

function writeEntry(folder: string, name: FunctionName): string {
  const file = join(folder, `${name}.ts`);
  const module = relative(folder, join(ROOT, FUNCTIONS[name].entry));
  const runtime = relative(folder, join(ROOT, 'lambdas/runtime.ts'));
  const imports = `import { create } from './${module}';\nimport { deployed } from './${runtime}';\n`;
  writeFileSync(file, `${imports}export const handler = deployed(create)(process.env);\n`);
  return file;
}
