import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { create } from '../../../../lambdas/steps/verify-serving.ts';
import { type Authority, createAuthority } from '../../../support/unit/certificates.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';
import { CERTIFICATE, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/unit/step.ts';
import { awsError, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
let root: Authority;
let dns: DnsWorld;
let edge: Server;
let serial: string;

beforeAll(async () => {
  root = await createAuthority('Test Root');
});
/** Of login.example.org; both names point here. */
const RIGHT = `login.example.org 60 CNAME ${TARGET}`;
let recordOfOrg: string | undefined;
beforeEach(async () => {
  recordOfOrg = RIGHT;
  const servers = ['127.9.15.1'];
  dns = await startDns({
    resolvers: ['127.9.15.2'],
    zones: {
      'gigya.com': { servers, records: [`${TARGET} 60 CNAME d111.cloudfront.net`] },
      'cloudfront.net': { servers, records: ['d111.cloudfront.net 60 A 127.0.0.1'] },
      'example.com': { servers, records: [`login.example.com 60 CNAME ${TARGET}`] },
      'example.org': {
        servers,
        get records() {
          return recordOfOrg ? [recordOfOrg] : [];
        },
      },
    },
  });
  await scene.givenSite();
});
afterEach(async () => {
  await dns.close();
  edge.closeAllConnections();
  await new Promise((resolve) => edge.close(resolve));
});

/** An edge that serves one certificate for these names, whoever asks; ACM says that it is ours. */
async function edgeServes(names: string[], status = 404, headers = {}) {
  const { cert, key } = await root.issue({ names, notAfter: new Date('2027-06-07T00:00:00Z') });
  serial = new X509Certificate(cert).serialNumber;
  const answered = { via: '1.1 abc (CloudFront)', ...headers };
  edge = createServer({ cert, key }, (_, answer) => answer.writeHead(status, answered).end());
  edge.listen(0, '127.0.0.1');
  await once(edge, 'listening');
  acm.on(DescribeCertificateCommand, { CertificateArn: CERTIFICATE }).resolves({
    Certificate: { Status: 'ISSUED', Serial: serial.replaceAll(/(..)(?=.)/g, '$1:') },
  });
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  return scene.made(create, {
    DNS_RESOLVERS: dns.resolvers.join(','),
    DNS_PORT: String(dns.port),
    EDGE_TLS_PORT: String((edge.address() as AddressInfo).port),
    TRUST_ANCHORS: root.pem,
  });
}

it('takes the place of what has come to serve after it was asked for', async () => {
  await scene.givenRequest({ requestId: 'req-meanwhile', status: 'READY', certificateArn: `${CERTIFICATE}-other` });
  const verify = await edgeServes(['login.example.com', 'login.example.org']);
  expect(await verify()).toEqual({ verdict: 'replaces' });
  expect((await scene.request()).step).toBe('FinishReplacement');
});

it('proves the certificate by a handshake on every name, and keeps the proof', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);

  expect(await verify()).toEqual({ verdict: 'serves' });
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'Served',
      at: NOW,
      text: 'All 2 names serve.',
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
    { alias: 'login.example.com', at: NOW, seen: { serves: true, proof: { issuer: 'Test Root' } } },
    { alias: 'login.example.org', at: NOW, seen: { serves: true } },
  ]);
});

it('serves where the origin does not, and says so', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org'], 502, { server: 'CloudFront' });
  expect(await verify()).toEqual({ verdict: 'serves' });
  const originProblem = 'CloudFront answers 502: it gets no answer from its origin';
  expect(await scene.recorded()).toMatchObject([
    { text: `All 2 names serve. What is behind them does not: ${originProblem}.` },
  ]);
  const [evidence] = await scene.requests.evidence(REQUEST_ID, 'serving');
  expect(evidence?.seen).toMatchObject({ serves: true, originProblem });
});

it('fails as AliasNotServing for a name that the certificate does not cover, and shows which', async () => {
  const verify = await edgeServes(['login.example.com']);

  await expect(verify()).rejects.toMatchObject({ name: 'AliasNotServing', facts: { aliases: 'login.example.org' } });
  const { conditions } = await scene.request();
  expect(conditions['login.example.com']?.serving?.reason).toBe('Serves');
  expect(conditions['login.example.org']?.serving?.reason).toBe('DoesNotServe');
  expect(await scene.recorded()).toMatchObject([{ text: '1 of 2 names do not serve yet.' }]);
});

it('fails as AliasNotServing while another certificate is shown', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);
  acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', Serial: '01:02' } });
  await expect(verify()).rejects.toMatchObject({
    name: 'AliasNotServing',
    facts: {
      aliases: 'login.example.com and login.example.org',
      found: `another certificate (serial ${serial.toLowerCase()}) is shown`,
    },
  });
});

describe('a name that the DNS leads elsewhere', () => {
  const INPUT = { requestId: REQUEST_ID, now: NOW, canWait: true };

  it('is told apart from one that we fail to serve: its record, by when, and who acts', async () => {
    const verify = await edgeServes(['login.example.com', 'login.example.org']);
    recordOfOrg = undefined;
    await expect(verify(INPUT)).rejects.toMatchObject({ name: 'AliasMisled', facts: { aliases: 'login.example.org' } });
    const { conditions, step } = await scene.request();
    expect(step).toBe('VerifyServing');
    expect(conditions['login.example.com']?.serving?.reason).toBe('Serves');
    expect(conditions['login.example.org']).toMatchObject({
      dns: { reason: 'CnameMissing' },
      serving: {
        reason: 'MisledByDns',
        facts: { alias: 'login.example.org', expected: TARGET, zone: 'example.org', until: '2026-12-05T10:00:00.000Z' },
      },
    });
  });

  it('leaves the request to on-call as long as there is one that we fail to serve', async () => {
    const verify = await edgeServes(['login.example.org']);
    recordOfOrg = undefined;
    await expect(verify(INPUT)).rejects.toMatchObject({ name: 'AliasNotServing' });
  });

  it('is tried again under an older definition, which cannot wait', async () => {
    const verify = await edgeServes(['login.example.com', 'login.example.org']);
    recordOfOrg = undefined;
    await expect(verify()).rejects.toMatchObject({ name: 'AliasNotServing' });
  });

  it('shows its record as right when it serves again', async () => {
    const verify = await edgeServes(['login.example.com', 'login.example.org']);
    recordOfOrg = undefined;
    await expect(verify(INPUT)).rejects.toThrow();
    recordOfOrg = RIGHT;
    expect(await verify(INPUT)).toEqual({ verdict: 'serves' });
    expect((await scene.request()).conditions['login.example.org']?.dns?.reason).toBe('CnameCorrect');
  });

  it('brings back what served before when that is seen twice of a name that did', async () => {
    const verify = await edgeServes(['login.example.com', 'login.example.org']);
    const set = { servedBefore: { certificateArn: 'arn:old', aliases: ['login.example.org'] } };
    await scene.requests.change(REQUEST_ID, () => ({ type: 'DistributionRead', at: NOW, by: 'x', text: 'x', set }));
    recordOfOrg = undefined;
    await expect(verify(INPUT)).rejects.toMatchObject({ name: 'AliasMisled' });
    expect(await verify(INPUT)).toMatchObject({ verdict: 'ended', reason: 'SwappedBack' });
  });
});

it('proves nothing by a certificate that ACM does not know any more', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);
  acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
  await expect(verify()).rejects.toThrow();
});

it('tells nothing new when it sees the same again', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);
  await verify();
  await verify();
  expect(await scene.recorded()).toHaveLength(1);
  expect(await scene.requests.evidence(REQUEST_ID, 'serving')).toHaveLength(2);
});

it('proves nothing for a canceled request', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);
  const set = { cancelAskedAt: NOW };
  await scene.requests.change(REQUEST_ID, () => ({ type: 'CancelAsked', at: NOW, by: 'ann', text: 'Canceled.', set }));
  expect(await verify()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
  expect((await scene.request()).step).not.toBe('FinishRequest');
});

it('is past canceling with the proof, in the same write', async () => {
  const verify = await edgeServes(['login.example.com', 'login.example.org']);
  await verify();
  expect((await scene.request()).step).toBe('FinishRequest');
});

describe('in the place of another certificate', () => {
  async function replacing(names: string[], aliases: string[]) {
    const verify = await edgeServes(names);
    const servedBefore = { certificateArn: 'arn:old', aliases };
    await scene.requests.change(REQUEST_ID, () => ({
      type: 'DistributionRead',
      at: NOW,
      by: 'service',
      text: 'x',
      set: { servedBefore },
    }));
    return verify;
  }

  it('has a name that served before looked at twice, and then ends the request', async () => {
    const verify = await replacing(['login.example.com'], ['login.example.org']);
    await expect(verify()).rejects.toMatchObject({ name: 'AliasNotServing' });
    expect(await verify()).toEqual({
      verdict: 'ended',
      reason: 'SwappedBack',
      facts: { names: 'login.example.org', found: expect.any(String) },
    });
  });

  it('goes on trying a name that is new', async () => {
    const verify = await replacing(['login.example.com'], ['login.example.com']);
    await expect(verify()).rejects.toMatchObject({ name: 'AliasNotServing' });
    await expect(verify()).rejects.toMatchObject({ name: 'AliasNotServing' });
  });
});
