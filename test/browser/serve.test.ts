/** The console's files as they are served: under a strict policy, kept where they never change, and nothing else of the machine. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createConsoleFiles } from '../../console/serve.ts';

const files = createConsoleFiles();

it('serves the page under a policy without inline script or style', async () => {
  const page = await files.answer('/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  expect(page.headers.get('cache-control')).toBe('no-cache');
});

it('is not built again while its sources are no newer', async () => {
  const builtAt = async () => (await stat(join(__dirname, '..', '..', 'build', 'console', 'index.html'))).mtimeMs;
  await files.prepare();
  const first = await builtAt();
  await createConsoleFiles().prepare();
  expect(await builtAt()).toBe(first);
});

it('lets browsers keep for ever what has its hash in its name', async () => {
  const [script = ''] = /\/assets\/[\w-]+\.js/.exec(await (await files.answer('/')).text()) ?? [];
  const answer = await files.answer(script);
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

it.each([
  '/../../package.json',
  '/..%2f..%2fpackage.json',
  '/assets',
  '/assets/none.js',
  '/index.html/x.js',
  '/.env',
  '/a\0.js',
])('has no %j', async (path) => {
  expect((await files.answer(path)).status).toBe(404);
});
