import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { create } from '../../../../lambdas/steps/verify-serving.ts';
import { type Authority, createAuthority } from '../../../support/certificates.ts';
import { type DnsWorld, startDns } from '../../../support/dns-server.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/step.ts';

const scene = useScene();
let root: Authority;
let dns: DnsWorld;
let edge: tls.Server;

beforeAll(async () => {
  root = await createAuthority('Test Root');
});

/** An edge that serves one certificate for these names, whoever asks. */
async function edgeServes(names: string[]) {
  dns = await startDns({
    resolvers: ['127.9.15.2'],
    zones: {
      'example.com': { servers: ['127.9.15.1'], records: ['login.example.com 60 A 127.0.0.1'] },
      'example.org': { servers: ['127.9.15.1'], records: ['login.example.org 60 A 127.0.0.1'] },
    },
  });
  const { cert, key } = await root.issue({ names, notAfter: new Date('2027-06-07T00:00:00Z') });
  edge = tls.createServer({ cert, key });
  edge.listen(0, '127.0.0.1');
  await once(edge, 'listening');
  await scene.givenRequest();
  return scene.made(create, {
    DNS_RESOLVERS: dns.resolvers.join(','),
    DNS_PORT: String(dns.port),
    EDGE_TLS_PORT: String((edge.address() as AddressInfo).port),
    TRUST_ANCHORS: root.pem,
  });
}
afterEach(async () => {
  await dns.close();
  await new Promise((resolve) => edge.close(resolve));
});

it('proves the certificate by a handshake on every name, and keeps the proof', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);

  expect(await verify()).toEqual({ verdict: 'serves' });
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'Served',
      at: NOW,
      text: 'Shook hands with 2 names.',
      set: { step: 'VerifyServing' },
      conditions: [
        {
          alias: 'login.example.com',
          name: 'serving',
          finding: { reason: 'Serves', facts: { notAfter: '2027-06-07T00:00:00.000Z' } },
        },
        { alias: 'login.example.org', name: 'serving', finding: { reason: 'Serves' } },
      ],
    },
  ]);
  expect(await scene.requests.evidence(REQUEST_ID, 'serving')).toMatchObject([
    { alias: 'login.example.com', at: NOW, seen: { serves: true, proof: { issuer: 'CN=Test Root' } } },
    { alias: 'login.example.org', at: NOW, seen: { serves: true } },
  ]);
});

it('fails as AliasNotServing for a name that the certificate does not cover, and shows which', async () => {
  const verify = await edgeServes(['login.example.com']);

  await expect(verify()).rejects.toMatchObject({
    name: 'AliasNotServing',
    facts: { aliases: 'login.example.org' },
  });
  const { conditions } = await scene.request();
  expect(conditions['login.example.com']?.serving?.reason).toBe('Serves');
  expect(conditions['login.example.org']?.serving?.reason).toBe('DoesNotServe');
});

it('tells nothing new when it sees the same again', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);
  await verify();
  await verify();
  expect(await scene.recorded()).toHaveLength(1);
  expect(await scene.requests.evidence(REQUEST_ID, 'serving')).toHaveLength(2);
});
