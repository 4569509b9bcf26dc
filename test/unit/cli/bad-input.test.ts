/** What people mistype and what stands in between: an exit code by its meaning and a sentence, never a stack. Seeded. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { certs } from '../../support/unit/terminal.ts';

const SEED = 20_261_121;
const NOWHERE = { url: 'http://127.0.0.1:9/api' };

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'certs-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const word = fc.oneof(
  fc.constantFrom('sites', 'get', 'status', 'acme', 'generate', 'tickets', 'profiles', 'set', 'members', 'runbook'),
  fc.constantFrom(
    '--wait',
    '--timeout',
    '--json',
    '--profile',
    '--url',
    '--',
    '-',
    '--limit',
    '=',
    '--no-such',
    '--help',
  ),
  fc.constantFrom('test', '0', '-1', '9999999999999999h', '1e9s', '../..', '%zz', '\u0000', '😀', '"'),
);

it('ends any words that are no command with an exit code, and says why', async () => {
  const property = fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (words) => {
    const { exit, output, errors } = await certs(words.join(' '), NOWHERE);
    expect([0, 2, 4]).toContain(exit);
    expect(`${output}${errors}`).not.toBe('');
    expect(`${output}${errors}`).not.toMatch(/\n {4}at /);
  });
  await fc.assert(property, { seed: SEED, numRuns: 60 });
});

it.each([
  '',
  '{',
  'null',
  '[]',
  '{"profiles":[]}',
  '{"profiles":{"a":{}}}',
  '{"current":1}',
  '\ufeff{}',
  '{"__proto__":1}',
])('names the file of profiles that is not what it should be: %j', async (text) => {
  mkdirSync(join(home, 'certs'));
  writeFileSync(join(home, 'certs', 'config.json'), text);
  const { exit, errors } = await certs('sites', undefined, { env: { XDG_CONFIG_HOME: home } });
  expect(exit).toBe(2);
  expect(errors).toMatch(/config\.json cannot be read: |No deployment is known yet/);
});

it('says so where the profiles cannot be kept', async () => {
  writeFileSync(join(home, 'certs'), 'a file where the folder should be');
  const set = await certs('profiles set test --url https://certificates.example.com/api', undefined, {
    env: { XDG_CONFIG_HOME: home },
  });
  expect(set.exit).toBe(2);
  expect(set.errors).toMatch(/^.*(ENOTDIR|EEXIST).*\n/);
});

it.each([
  ['JSON that is broken', 'application/json', '{"sites": [', 200],
  ['no object', 'application/json', 'null', 200],
  ['a problem that is none', 'application/problem+json', '"broken"', 502],
  ['nothing', 'application/json', '', 200],
  ['an answer of more bytes than come', 'application/json', 'cut', 200],
])('takes %s of who sits in between for no answer', async (_, type, body, status) => {
  const server = createServer((__, response) => {
    const length = body === 'cut' ? { 'content-length': '100' } : {};
    response.writeHead(status, { 'content-type': type, ...length });
    if (body === 'cut') response.write('{', () => response.destroy());
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ran = await certs('sites', { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api` });
  server.closeAllConnections();
  server.close();
  expect(ran).toMatchObject({ exit: 4, output: '' });
  expect(ran.errors).toContain(`The service answered ${status} without a reason.`);
});
