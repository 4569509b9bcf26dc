/**
 * The console's static files, as S3 and CloudFront serve them. The page is built when it is first asked for and only if its
 * sources are newer than the last build; everything under assets/ has its content's hash in its name and may be kept for ever.
 */
import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { ASKED_EACH_TIME, CONTENT_SECURITY_POLICY, KEPT_FOR_EVER } from '../core/console-headers.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'build', 'console');
/** What a build reads: the page, the catalogue of operations, and the machines that it draws. */
const SOURCES = ['console', 'core', 'state-machines', 'package-lock.json'];

const CONSOLE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
  '.woff2': 'font/woff2',
};

export interface ConsoleFiles {
  /** Builds if need be; worth calling early, so that the first visitor does not wait. Throws with what the builder said. */
  prepare(): Promise<void>;
  /** The file at a path of the console's address. */
  answer(path: string): Promise<Response>;
}

export function createConsoleFiles(): ConsoleFiles {
  let prepared: Promise<void> | undefined;
  const prepare = () => {
    prepared ??= buildIfOld().catch((error) => {
      prepared = undefined; // the next visitor tries again
      throw error;
    });
    return prepared;
  };
  return {
    prepare,
    async answer(path) {
      await prepare();
      return fileAt(path === '/' ? '/index.html' : path);
    },
  };
}

async function fileAt(path: string): Promise<Response> {
  const type = TYPES[extname(path)];
  const file = join(BUILT, normalize(path));
  if (!type || !file.startsWith(join(BUILT, sep)) || path.includes('\0')) return notFound();
  try {
    const body = await readFile(file);
    const kept = path.startsWith('/assets/') ? KEPT_FOR_EVER : ASKED_EACH_TIME;
    return new Response(body, { headers: { ...CONSOLE_HEADERS, 'content-type': type, 'cache-control': kept } });
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return notFound();
    throw error;
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: CONSOLE_HEADERS });
}

async function buildIfOld(): Promise<void> {
  const [built, changed] = await Promise.all([changedAt(join(BUILT, 'index.html')), newest(SOURCES)]);
  if (built === undefined || changed > built) await build();
}

async function changedAt(file: string): Promise<number | undefined> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return found?.mtimeMs;
}

/** When the latest of these files was changed, milliseconds. Folders are walked. */
async function newest(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path) => {
      const full = join(ROOT, path);
      const found = await stat(full);
      if (!found.isDirectory()) return found.mtimeMs;
      return newest((await readdir(full)).map((name) => join(path, name)));
    }),
  );
  return Math.max(0, ...times);
}

/** In a process of its own: the builder takes memory that the product has better uses for. */
function build(): Promise<void> {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const process_ = spawn(process.execPath, [vite, 'build', join(ROOT, 'console'), '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  process_.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  process_.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    process_.once('error', reject);
    process_.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The console could not be built:\n${Buffer.concat(said)}`)),
    );
  });
}
