import { X509Certificate } from 'node:crypto';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { WorldClock } from '../../../../local/clock.ts';
import { openStore } from '../../../../local/store.ts';
import { type Authority, createAuthority } from '../../../../local/tls/authority.ts';
import { createEdge, type Edge, type Route } from '../../../../local/tls/edge.ts';
import { createWorld } from '../../../../local/world.ts';

const VALIDITY = { notBefore: new Date('2026-11-21T00:00:00Z'), notAfter: new Date('2027-06-06T23:59:59Z') };
const world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), openStore(), 'seed');
const routes = new Map<string, Route>();
let authority: Authority;
let edge: Edge;
let ports: { tlsPort: number; httpPort: number };

beforeAll(async () => {
  authority = await createAuthority(world);
  const certificate = async (...names: string[]) => {
    return { ...(await authority.issue({ names, keyAlgorithm: 'EC_prime256v1', ...VALIDITY })), names };
  };
  const distribution = (id: string, account: string) => ({
    distributionId: `E${id}`,
    account,
    domainName: `d${id}.cloudfront.net`,
    enabled: true,
  });
  const ours = {
    ...distribution('ours', '111122223333'),
    certificate: await certificate('id.customer.example'),
    origin: 'us1.vendor.example',
  };
  const sister = { ...distribution('sister', '111122223333'), certificate: await certificate('id.sister.example') };
  const foreign = {
    ...distribution('foreign', '999900001111'),
    certificate: await certificate('*.foreign.example', 'id.customer.example'),
  };
  const off = {
    ...distribution('off', '111122223333'),
    certificate: await certificate('id.off.example'),
    enabled: false,
  };
  for (const [name, route] of Object.entries({
    'id.customer.example': ours,
    'dours.cloudfront.net': ours,
    'id.sister.example': sister,
    'www.foreign.example': foreign,
    'dforeign.cloudfront.net': foreign,
    'id.off.example': off,
  }))
    routes.set(name, route);
  edge = createEdge(world, { find: (hostname) => routes.get(hostname) }, authority);
  ports = await edge.listen({ tlsPort: 0, httpPort: 0 });
});
afterAll(() => edge.close());

/** The names of the certificate that a client with that SNI is shown, or the error of its handshake. */
function handshake(servername: string | undefined, options: ConnectionOptions = {}): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const to = { port: ports.tlsPort, host: '127.0.0.1', rejectUnauthorized: false, ca: authority.rootPem };
    const socket: TLSSocket = connect({ ...to, ...(servername !== undefined && { servername }), ...options }, () => {
      resolve(socket.getPeerX509Certificate()?.subjectAltName);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

async function request(sni: string, host: string, path = '/'): Promise<{ response: IncomingMessage; body: string }> {
  const options = {
    host: '127.0.0.1',
    port: ports.tlsPort,
    path,
    servername: sni,
    headers: { host },
    rejectUnauthorized: false,
    agent: false,
  };
  return read(await new Promise((resolve, reject) => getHttps(options, resolve).on('error', reject)));
}

async function read(response: IncomingMessage): Promise<{ response: IncomingMessage; body: string }> {
  let body = '';
  for await (const chunk of response) body += chunk;
  return { response, body };
}

describe('a handshake', () => {
  it('shows the certificate of the distribution that the SNI names', async () => {
    expect(await handshake('id.customer.example')).toBe('DNS:id.customer.example');
    expect(await handshake('WWW.Foreign.example')).toBe('DNS:*.foreign.example, DNS:id.customer.example');
    expect(await handshake('id.sister.example', { maxVersion: 'TLSv1.2' })).toBe('DNS:id.sister.example');
  });

  it('sends the intermediate, so that a client with the root alone can verify', async () => {
    const chain = await new Promise<X509Certificate[]>((resolve, reject) => {
      const to = {
        port: ports.tlsPort,
        host: '127.0.0.1',
        servername: 'id.customer.example',
        rejectUnauthorized: false,
      };
      const socket = connect(to, () => {
        const leaf = socket.getPeerCertificate(true);
        resolve([leaf.raw, leaf.issuerCertificate.raw].map((der) => new X509Certificate(der)));
        socket.destroy();
      });
      socket.on('error', reject);
    });
    const [leaf, intermediate] = chain as [X509Certificate, X509Certificate];
    expect(leaf.verify(intermediate.publicKey)).toBe(true);
    expect(intermediate.verify(new X509Certificate(authority.rootPem).publicKey)).toBe(true);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'over %s with a name that nobody serves fails with alert 40',
    async (version) => {
      const options = { minVersion: version, maxVersion: version };
      for (const name of ['nobody.example', 'id.off.example'])
        await expect(handshake(name, options)).rejects.toMatchObject({
          code: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
        });
    },
  );

  it("shows CloudFront's own certificate without SNI and for a distribution's own name", async () => {
    expect(await handshake(undefined)).toBe('DNS:*.cloudfront.net');
    expect(await handshake('dours.cloudfront.net')).toBe('DNS:*.cloudfront.net');
  });

  it('shows a new certificate to the next client', async () => {
    const route = routes.get('id.sister.example') as Route;
    const names = ['id.sister.example', 'id.second.example'];
    const issued = await authority.issue({ names, keyAlgorithm: 'RSA_2048', ...VALIDITY });
    routes.set('id.sister.example', { ...route, certificate: { ...issued, names } });
    expect(await handshake('id.sister.example')).toBe('DNS:id.sister.example, DNS:id.second.example');
  });

  it('is refused below TLS 1.2', async () => {
    const old: ConnectionOptions = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(handshake('id.customer.example', old)).rejects.toMatchObject({
      code: expect.stringMatching(/PROTOCOL_VERSION/),
    });
  });

  it('reads a ClientHello that comes octet by octet', async () => {
    const unknown = clientHello('nobody.example');
    const alert = await new Promise<string>((resolve) => {
      const socket = connectTcp(ports.tlsPort, '127.0.0.1').setNoDelay(true);
      socket.on('data', (data) => resolve(data.toString('hex')));
      for (const octet of unknown) socket.write(Buffer.from([octet]));
    });
    expect(alert).toBe('15030300020228');
  });

  it('is over for whom it refuses, though he does not hang up', async () => {
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      const socket = connectTcp({ port: ports.tlsPort, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', resolve);
      socket.on('end', () => socket.write('still here', () => socket.write('and here')));
      socket.resume().write(clientHello('nobody.example'));
    });
    expect(['ECONNRESET', 'EPIPE']).toContain(error.code);
  });
});

describe('a request over TLS', () => {
  it('is answered by the distribution of its Host', async () => {
    const { response, body } = await request('id.customer.example', 'ID.customer.example:4443');
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      server: 'CloudFront',
      'x-cache': 'Miss from cloudfront',
      via: expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
      'x-amz-cf-id': expect.stringMatching(/^[\w-]{54}==$/),
    });
    expect(JSON.parse(body)).toEqual({
      message: "This is the vendor's API origin (simulated).",
      host: 'id.customer.example',
      distributionId: 'Eours',
      domainName: 'dours.cloudfront.net',
      origin: 'us1.vendor.example',
    });
  });

  it.each<[string, string, number]>([
    ['id.customer.example', 'id.sister.example', 200], // same account
    ['www.foreign.example', 'id.customer.example', 200], // the certificate shown covers the Host
    ['id.customer.example', 'www.foreign.example', 421],
    ['dours.cloudfront.net', 'dforeign.cloudfront.net', 200], // covered by *.cloudfront.net
    ['dours.cloudfront.net', 'id.customer.example', 421],
    ['', 'id.customer.example', 200], // no SNI: the Host alone decides
    ['id.customer.example', 'nobody.example', 403],
    ['', 'id.off.example', 403],
  ])('with SNI "%s" and Host %s is answered %i', async (sni, host, status) => {
    const { response, body } = await request(sni, host);
    expect(response.statusCode).toBe(status);
    if (status !== 200) expect(body).toContain('Generated by cloudfront (CloudFront)');
    if (status === 403) expect(body).toContain('Bad request.');
  });
});

describe('a request in the clear', () => {
  const plain = async (host: string) => {
    const options = {
      host: '127.0.0.1',
      port: ports.httpPort,
      path: '/p?q=1',
      headers: { host },
      agent: false as const,
    };
    return read(await new Promise((resolve, reject) => getHttp(options, resolve).on('error', reject)));
  };

  it('is sent to https for a name that is served', async () => {
    const { response } = await plain('id.customer.example:80');
    expect(response.statusCode).toBe(301);
    expect(response.headers).toMatchObject({
      location: 'https://id.customer.example/p?q=1',
      'x-cache': 'Redirect from cloudfront',
    });
  });

  it('is refused for any other', async () => {
    const { response, body } = await plain('nobody.example');
    expect(response.statusCode).toBe(403);
    expect(response.headers).toMatchObject({ server: 'CloudFront', 'x-cache': 'Error from cloudfront' });
    expect(body).toContain('Bad request.');
  });
});

it('closes at once, whatever is still connected', async () => {
  const other = createEdge(world, { find: () => undefined }, authority);
  const { tlsPort, httpPort } = await other.listen({ tlsPort: 0, httpPort: 0 });
  const idle = [tlsPort, httpPort].map((port) => connectTcp(port, '127.0.0.1'));
  const ends = idle.map((socket) => new Promise((resolve) => socket.on('close', resolve)));
  await Promise.all(idle.map((socket) => new Promise((resolve) => socket.on('connect', resolve))));
  await other.close();
  await Promise.all(ends);
});

/** The least ClientHello that carries a server name. */
function clientHello(name: string): Buffer {
  const u16 = (n: number) => Buffer.from([n >> 8, n & 0xff]);
  const ascii = Buffer.from(name);
  const list = Buffer.concat([Buffer.from([0]), u16(ascii.length), ascii]);
  const extension = Buffer.concat([u16(0), u16(list.length + 2), u16(list.length), list]);
  const body = Buffer.concat([
    Buffer.from('0303', 'hex'),
    Buffer.alloc(32),
    Buffer.from('000002c02b0100', 'hex'),
    u16(extension.length),
    extension,
  ]);
  const message = Buffer.concat([Buffer.from([1, 0]), u16(body.length), body]);
  return Buffer.concat([Buffer.from('160301', 'hex'), u16(message.length), message]);
}
