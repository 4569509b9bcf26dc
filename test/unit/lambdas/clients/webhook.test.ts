import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createWebhookClient } from '../../../../lambdas/clients/webhook.ts';
import { type Authority, createAuthority, type Issued } from '../../../support/unit/certificates.ts';

const HOST = 'hooks.example.com';
const URL_OF_HOST = `https://${HOST}/certificates?key=1`;
const ADDRESSES: Record<string, string[]> = {
  [HOST]: ['127.0.0.1'],
  'other.example.com': ['127.0.0.1'],
  'inside.example.com': ['198.51.100.7', '10.0.0.1'],
  'meta.example.com': ['169.254.169.254'],
};
const asked: string[] = [];
/** A DNS that knows these addresses only. */
const DNS = {
  lookup: async (name: string) => {
    asked.push(name);
    return {
      server: '192.0.2.53',
      name,
      type: 'A' as const,
      authoritative: false,
      authenticated: false,
      outcome: ADDRESSES[name] ? ('NOERROR' as const) : ('NXDOMAIN' as const),
      records: (ADDRESSES[name] ?? []).map((value) => ({ name, type: 'A' as const, ttl: 60, value })),
    };
  },
};

let root: Authority;
let leaf: Issued;
let server: Server | undefined;
beforeAll(async () => {
  root = await createAuthority('Test Root');
  leaf = await root.issue({ names: [HOST] });
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  asked.length = 0;
});

async function clientOf(listener: RequestListener, trusted = true) {
  server = createServer({ cert: leaf.cert, key: leaf.key }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return createWebhookClient({ dns: DNS, port, allowLoopback: true, ...(trusted ? { trustAnchors: root.pem } : {}) });
}

it('posts to the host that the address names, at an address that it resolved itself', async () => {
  const seen: unknown[] = [];
  const client = await clientOf(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    seen.push([method, url, headers.host, headers['webhook-id'], headers['content-length'], body]);
    response.writeHead(202).end('later');
  });
  expect(await client.post(URL_OF_HOST, { 'webhook-id': 'm-1' }, '{"ü":1}')).toEqual({ status: 202, answer: 'later' });
  expect(seen).toEqual([['POST', '/certificates?key=1', HOST, 'm-1', '8', '{"ü":1}']]);
  expect(asked).toEqual([HOST]);
});

it('follows no redirect', async () => {
  const paths: unknown[] = [];
  const client = await clientOf(({ url }, response) => {
    paths.push(url);
    response.writeHead(307, { location: 'https://meta.example.com/' }).end();
  });
  expect(await client.post(URL_OF_HOST, {}, '{}')).toEqual({ status: 307, answer: '' });
  expect(paths).toHaveLength(1);
});

it('reads the beginning of an answer, however long it is', async () => {
  const client = await clientOf((_, response) => response.writeHead(500).end('x'.repeat(100_000)));
  expect(await client.post(URL_OF_HOST, {}, '{}')).toEqual({ status: 500, answer: 'x'.repeat(2048) });
});

it('lets nothing of an answer through that commands a terminal or changes the order of reading', async () => {
  const client = await clientOf((_, response) =>
    response.end('down\u001b]0;up\u0007\u009b2J\r\n\u202eko\ttil\r3 o’clock'),
  );
  expect(await client.post(URL_OF_HOST, {}, '{}')).toEqual({
    status: 200,
    answer: 'down\ufffd]0;up\ufffd\ufffd2J\r\n\ufffdko\ttil\ufffd3 o’clock',
  });
});

it('sends nothing where the certificate is not the host’s, or of nobody whom it trusts', async () => {
  const seen: unknown[] = [];
  const answer: RequestListener = (request, response) => response.end(String(seen.push(request.url)));
  const client = await clientOf(answer);
  expect(await client.post('https://other.example.com/', {}, '{}')).toEqual({
    problem: 'no answer (ERR_TLS_CERT_ALTNAME_INVALID)',
  });
  server?.close();
  const strict = await clientOf(answer, false);
  expect(await strict.post(URL_OF_HOST, {}, '{}')).toMatchObject({ problem: expect.stringMatching(/CERT|SIGNATURE/) });
  expect(seen).toEqual([]);
});

it('says that nobody answers', async () => {
  const client = await clientOf((request) => request.socket.destroy());
  expect(await client.post(URL_OF_HOST, {}, '{}')).toEqual({ problem: 'no answer (ECONNRESET)' });
  expect(await client.post('https://nowhere.example.com/', {}, '{}')).toEqual({
    problem: 'nowhere.example.com has no IPv4 address (NXDOMAIN)',
  });
});

describe('in the Internet', () => {
  const client = createWebhookClient({ dns: DNS });
  const problem = async (url: string) => ((await client.post(url, {}, '{}')) as { problem: string }).problem;

  it.each([
    ['https://inside.example.com/', 'inside.example.com leads to 198.51.100.7, 10.0.0.1'],
    ['https://meta.example.com/', 'meta.example.com leads to 169.254.169.254'],
    ['https://hooks.example.com/', 'hooks.example.com leads to 127.0.0.1'],
  ])('posts nothing to a name that leads inside: %s', async (url, words) => {
    expect(await problem(url)).toBe(`${words}: no public address, and nothing is posted there`);
  });

  it.each([
    'https://169.254.169.254/latest',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.0.0.7:8443/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://[::1]/',
    'https://[fd00:ec2::254]/',
    'https://[::ffff:169.254.169.254]/',
  ])('posts nothing to an address that is not public, however it is written: %s', async (url) => {
    expect(await problem(url)).toMatch(/no public address, and nothing is posted there$/);
    expect(asked).toEqual([]);
  });

  it('posts nothing without TLS', async () => {
    expect(await problem('http://hooks.example.com/')).toBe('http://hooks.example.com/ is no https:// address');
  });
});
