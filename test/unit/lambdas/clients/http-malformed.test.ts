/**
 * Whatever octets an edge or a webhook's receiver sends, and however slowly, end as data within the client's time: an answer that is
 * one, or a problem in words. Real sockets. Time is compressed where a test would wait for it.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import * as tls from 'node:tls';
import fc from 'fast-check';
import { judgeProbe } from '../../../../core/probe.ts';
import { createEdgeClient } from '../../../../lambdas/clients/edge.ts';
import { createWebhookClient } from '../../../../lambdas/clients/webhook.ts';
import { type Authority, createAuthority, type Issued } from '../../../support/unit/certificates.ts';

const SEED = 20_261_121;
const HOST = 'login.example.com';
const DNS = {
  lookup: async (name: string) => ({
    server: '192.0.2.53',
    name,
    type: 'A' as const,
    outcome: 'NOERROR' as const,
    authoritative: false,
    authenticated: false,
    records: [{ name, type: 'A' as const, ttl: 60, value: '127.0.0.1' }],
  }),
};

let root: Authority;
let leaf: Issued;
beforeAll(async () => {
  root = await createAuthority('Test Root');
  leaf = await root.issue({ names: [HOST] });
});

const servers: Server[] = [];
const connections: Socket[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  for (const socket of connections.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** What a server does with each connection. */
type Rudeness = (socket: Socket) => void;

async function listening(server: Server): Promise<number> {
  server.on('connection', (socket) => {
    connections.push(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

const plain = (rude: Rudeness) => listening(createServer(rude));
const secure = (rude: Rudeness) =>
  listening(
    tls.createServer({ cert: leaf.cert, key: leaf.key }, (socket) => {
      socket.on('error', () => socket.destroy());
      rude(socket);
    }),
  );

/** Says this once it has been asked, and hangs up. */
const saying =
  (octets: string | Uint8Array): Rudeness =>
  (socket) =>
    void socket.once('data', () => socket.end(octets));

const edgeAt = (ports: { tlsPort?: number; httpPort?: number }) =>
  createEdgeClient({ dns: DNS, trustAnchors: root.pem, allowLoopback: true, ...ports });
const webhookAt = (port: number) =>
  createWebhookClient({ dns: DNS, port, trustAnchors: root.pem, allowLoopback: true });

const ANSWERS = [
  'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x05hello',
  'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100),
  'HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort',
  'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnothing',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n',
  'HTTP/1.1 200 OK\r\nServer: Cloud\0Front\r\n\r\n',
  `HTTP/1.1 200 OK\r\n${'X-Long: y\r\n'.repeat(20_000)}\r\n`,
  'HTTP/1.1 99999 \r\n\r\n',
  'HTTP/1.1 000 None\r\n\r\n',
  'HTTP/9.9 200 OK\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x00\x05hello',
  '220 mail.example.com ESMTP\r\n',
  '',
];

it('reads no answer out of what is none, over TLS or without, and never hangs', async () => {
  const hangsUp: string[] = [];
  for (const octets of ANSWERS) {
    const [httpPort, tlsPort] = await Promise.all([plain(saying(octets)), secure(saying(octets))]);
    const edge = edgeAt({ httpPort, tlsPort });
    const began = performance.now();
    const [probe, visit, posted] = await Promise.all([
      edge.probe(HOST, HOST),
      edge.visit(HOST, '/'),
      webhookAt(tlsPort).post(`https://${HOST}/`, {}, '{}'),
    ]);
    if (performance.now() - began > 2500) hangsUp.push(octets.slice(0, 40));
    for (const answer of [probe.http, visit.http, posted])
      expect('problem' in answer ? answer.problem : `status ${answer.status}`).toMatch(/^no answer|^status \d+$/);
    expect(judgeProbe({ alias: 'other.example.org', ...probe }).verdict).toBe('UNKNOWN');
  }
  expect(hangsUp).toEqual([]);
});

const word = fc.oneof(
  fc.constantFrom('HTTP/1.1 200 OK', '\r\n', '\r\n\r\n', ': ', 'Content-Length', 'Transfer-Encoding: chunked', '5'),
  fc.constantFrom('Server: CloudFront', 'HTTP/1.1 403 Forbidden', 'HTTP/1.1 101 X', 'Connection: upgrade', '0\r\n\r\n'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

it('takes any octets for an answer or for a problem', async () => {
  let said = '';
  const httpPort = await plain((socket) => socket.once('data', () => socket.end(said)));
  const edge = edgeAt({ httpPort, tlsPort: httpPort });
  const property = fc.asyncProperty(fc.array(word, { maxLength: 8 }), async (words) => {
    said = words.join('');
    const probe = await edge.probe(HOST, HOST);
    expect(probe.tls).toMatchObject({ chain: [], problem: expect.any(String) });
    expect(['FREE', 'HELD', 'UNKNOWN']).toContain(judgeProbe({ alias: HOST, ...probe }).verdict);
  });
  await fc.assert(property, { seed: SEED, numRuns: 100 });
});

/** A timer's seconds become so many times shorter. */
function compress(times: number): void {
  const real = AbortSignal.timeout.bind(AbortSignal);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => real(ms / times));
}

/** An octet of `octets` every few milliseconds, over and over. */
const dripping =
  (octets: string): Rudeness =>
  (socket) => {
    let at = 0;
    const timer = setInterval(() => socket.write(octets[at++ % octets.length] ?? ''), 5);
    socket.on('close', () => clearInterval(timer));
    socket.on('error', () => clearInterval(timer));
    socket.resume();
  };

/** Each is well formed, so nothing but time can end it. */
const endlessHeaders: Rudeness = (socket) => socket.write('HTTP/1.1 200 OK\r\n', () => dripping('X: y\r\n')(socket));

describe('in compressed time', () => {
  beforeEach(() => compress(20));

  it.each([
    ['headers that never end', endlessHeaders, /^no answer within (3|10) s$/],
    ['silence', ((socket) => socket.resume()) as Rudeness, /^no answer within (3|10) s$/],
  ])('gives up on %s', async (_, rude, problem) => {
    const [httpPort, tlsPort] = await Promise.all([plain(rude), secure(rude)]);
    const edge = edgeAt({ httpPort, tlsPort });
    expect(await edge.request(HOST, '/')).toEqual({ problem: expect.stringMatching(problem), late: true });
    expect(await webhookAt(tlsPort).post(`https://${HOST}/`, {}, '{}')).toEqual({
      problem: expect.stringMatching(problem),
    });
  });

  it('keeps the status of a receiver whose body never ends, slow or fast', async () => {
    const head = 'HTTP/1.1 202 Accepted\r\n\r\n';
    const slow = await secure((socket) => socket.once('data', () => socket.write(head, () => dripping('x')(socket))));
    expect(await webhookAt(slow).post(`https://${HOST}/`, {}, '{}')).toMatchObject({ status: 202 });
    const fast = await secure((socket) => {
      const pour = () => void socket.write('x'.repeat(16_384), (error) => error ?? setImmediate(pour));
      socket.once('data', () => socket.write(head, pour));
    });
    expect(await webhookAt(fast).post(`https://${HOST}/`, {}, '{}')).toEqual({ status: 202, answer: 'x'.repeat(2048) });
  });
});
