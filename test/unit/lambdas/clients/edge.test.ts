import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { judgeHandshake } from '../../../../core/serving.ts';
import { createEdgeClient } from '../../../../lambdas/clients/edge.ts';
import { type Authority, createAuthority, type Issued } from '../../../support/unit/certificates.ts';

const ALIAS = 'login.example.com';

/** A DNS that knows these addresses only. */
function dnsOf(addresses: Record<string, string[]>) {
  return {
    lookup: async (name: string, type: 'A' | string) => ({
      server: '192.0.2.53',
      name,
      type: type as 'A',
      outcome: addresses[name] ? ('NOERROR' as const) : ('NXDOMAIN' as const),
      authoritative: false,
      authenticated: false,
      records: (addresses[name] ?? []).map((value) => ({ name, type: 'A' as const, ttl: 60, value })),
    }),
  };
}

const DNS = dnsOf({
  [ALIAS]: ['127.0.0.1'],
  'd111.cloudfront.net': ['127.0.0.1'],
  'inside.example.com': ['10.0.0.1', '169.254.169.254'],
});

describe('the edge client', () => {
  let root: Authority;
  let intermediate: Authority;
  let leaf: Issued;
  const servers: Server[] = [];
  const connections: Socket[] = [];
  const listen = async (server: Server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    server.on('connection', (socket) => connections.push(socket));
    return (server.address() as AddressInfo).port;
  };
  const client = (ports: { tlsPort?: number; httpPort?: number }) =>
    createEdgeClient({ dns: DNS, trustAnchors: root.pem, allowLoopback: true, ...ports });

  beforeAll(async () => {
    root = await createAuthority('Test Root');
    intermediate = await root.intermediate('Test Intermediate');
    leaf = await intermediate.issue({ names: [ALIAS] });
  });
  afterEach(async () => {
    for (const socket of connections.splice(0)) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  const tlsOptions = () => ({ cert: leaf.cert + intermediate.pem, key: leaf.key });

  it('brings the chain that was sent, which proves the alias', async () => {
    let sni: string | undefined;
    const tlsPort = await listen(
      tls.createServer(
        {
          SNICallback: (name, done) => {
            sni = name;
            done(null, tls.createSecureContext(tlsOptions()));
          },
        },
        (socket) => socket.on('error', () => socket.destroy()),
      ),
    );
    const edge = client({ tlsPort });
    const handshake = await edge.handshake(ALIAS);
    expect(handshake).toMatchObject({ address: '127.0.0.1', protocol: 'TLSv1.3' });
    expect(handshake.chain.map((pem) => pem.replaceAll('\n', '')).slice(0, 2)).toEqual(
      [leaf.cert, intermediate.pem].map((pem) => pem.replaceAll('\n', '')),
    );
    expect(sni).toBe(ALIAS);
    const judgement = judgeHandshake({
      alias: ALIAS,
      chain: handshake.chain,
      anchors: edge.anchors,
      now: new Date('2026-11-21T10:00:00Z'),
    });
    expect(judgement).toMatchObject({ serves: true, proof: { names: [ALIAS], issuer: 'Test Intermediate' } });
  });

  it('trusts the public roots beside the configured ones', () => {
    expect(client({}).anchors.length).toBe(tls.rootCertificates.length + 1);
  });

  it('refuses a configuration without a certificate', () => {
    expect(() => createEdgeClient({ dns: DNS, trustAnchors: '/etc/ca.pem' })).toThrow(
      'trustAnchors holds no PEM certificate',
    );
  });

  it('tells a refusal by alert from a reset', async () => {
    const alerting = await listen(
      tls.createServer({
        ...tlsOptions(),
        minVersion: 'TLSv1.3',
        maxVersion: 'TLSv1.3',
        ciphers: 'TLS_AES_128_CCM_SHA256',
      }),
    );
    expect(await client({ tlsPort: alerting }).handshake(ALIAS)).toEqual({
      address: '127.0.0.1',
      chain: [],
      alert: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
      problem: 'TLS was refused (ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE)',
    });
    const resetting = await listen(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await client({ tlsPort: resetting }).handshake(ALIAS)).toEqual({
      address: '127.0.0.1',
      chain: [],
      problem: 'no TLS (ECONNRESET)',
    });
  });

  it('never connects to a private address, nor to loopback outside local mode', async () => {
    expect(await client({}).handshake('inside.example.com')).toEqual({
      chain: [],
      problem: 'inside.example.com has no public address (10.0.0.1, 169.254.169.254)',
    });
    expect(await createEdgeClient({ dns: DNS }).handshake(ALIAS)).toEqual({
      chain: [],
      problem: 'login.example.com has no public address (127.0.0.1)',
    });
  });

  it('says so when a name has no address', async () => {
    expect(await client({}).handshake('nowhere.example.com')).toEqual({
      chain: [],
      problem: 'nowhere.example.com has no address (NXDOMAIN)',
    });
  });

  it('gives an HTTPS answer without following redirects', async () => {
    const tlsPort = await listen(
      https.createServer(tlsOptions(), (request, response) => {
        response.writeHead(302, { Location: 'http://169.254.169.254/', Server: 'CloudFront' });
        response.end(`${request.headers.host} ${request.url}`);
      }),
    );
    expect(await client({ tlsPort }).request(ALIAS, '/accounts.getSchema')).toMatchObject({
      status: 302,
      headers: { server: 'CloudFront', location: 'http://169.254.169.254/' },
      body: 'login.example.com /accounts.getSchema',
    });
  });

  it('brings chain and answer of one connection, or why there are none', async () => {
    let connections = 0;
    const server = https.createServer(tlsOptions(), (_, response) => response.end('here'));
    server.on('secureConnection', () => connections++);
    const tlsPort = await listen(server);
    const { tls: shaken, http: answer } = await client({ tlsPort }).visit(ALIAS, '/');
    expect(shaken).toMatchObject({ address: '127.0.0.1', protocol: 'TLSv1.3' });
    expect(shaken.chain.length).toBeGreaterThanOrEqual(2);
    expect(answer).toMatchObject({ status: 200, body: 'here' });
    expect(connections).toBe(1);
    const nowhere = await client({}).visit('nowhere.example.com', '/');
    expect(nowhere.tls.problem).toMatch(/^nowhere\.example\.com has no address/);
  });

  it('reads 64 kB of a body and no more', async () => {
    const tlsPort = await listen(
      https.createServer(tlsOptions(), (_, response) => {
        const pour = () => response.write('x'.repeat(16_384), () => !response.destroyed && pour());
        pour();
      }),
    );
    expect(await client({ tlsPort }).request(ALIAS, '/')).toMatchObject({ status: 200, body: 'x'.repeat(65_536) });
  });

  it('probes an edge by SNI and Host, whatever the DNS says of the name', async () => {
    let host: string | undefined;
    const httpPort = await listen(
      http.createServer((request, response) => {
        host = request.headers.host;
        response.writeHead(403, { Server: 'CloudFront' });
        response.end('Bad request');
      }),
    );
    const tlsPort = await listen(
      tls.createServer(tlsOptions(), (socket) => socket.on('error', () => socket.destroy())),
    );
    const { tls: handshake, http: answer } = await client({ tlsPort, httpPort }).probe(
      'other.example.org',
      'd111.cloudfront.net',
    );
    expect(handshake.chain.length).toBeGreaterThan(1);
    expect(answer).toMatchObject({ status: 403, body: 'Bad request' });
    expect(host).toBe('other.example.org');
  });

  it('waits three seconds for an edge that says nothing', async () => {
    const silent = await listen(createServer(() => undefined));
    const edge = client({ tlsPort: silent, httpPort: silent });
    expect(await edge.probe(ALIAS, ALIAS)).toEqual({
      tls: { address: '127.0.0.1', chain: [], problem: 'no handshake within 3 s' },
      http: { problem: 'no answer within 3 s', late: true },
    });
  });
});
