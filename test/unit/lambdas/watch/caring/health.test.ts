import { X509Certificate } from 'node:crypto';
import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beginRenewal, type Renewal } from '../../../../../core/renewal.ts';
import { createAcm } from '../../../../../lambdas/clients/acm.ts';
import { createCloudFront } from '../../../../../lambdas/clients/cloudfront.ts';
import type { EdgeClient } from '../../../../../lambdas/clients/edge.ts';
import type { Figures } from '../../../../../lambdas/clients/figures.ts';
import { createMail } from '../../../../../lambdas/clients/mail.ts';
import { dnsFrom } from '../../../../../lambdas/clients/network.ts';
import { tellOffAir } from '../../../../../lambdas/duties/tell-off-air.ts';
import { createSightings } from '../../../../../lambdas/records/sightings.ts';
import { createLogger, REAL_MACHINE } from '../../../../../lambdas/runtime.ts';
import { watchHealth } from '../../../../../lambdas/watch/caring/health.ts';
import { type Authority, createAuthority } from '../../../../support/unit/certificates.ts';
import type { Override } from '../../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { ALIASES, CERTIFICATE, findings, REQUEST_ID, TARGET, useScene } from '../../../../support/unit/step.ts';
import { strictMock } from '../../../../support/unit/strict-mock.ts';

const [COM = '', ORG = ''] = ALIASES;
const END = '2027-06-06T23:59:59.000Z';
const RIGHT = ALIASES.map((alias) => `${alias} 300 CNAME ${TARGET}`);
const acm = strictMock(ACMClient);
const cloudFront = strictMock(CloudFrontClient);
const ses = strictMock(SESv2Client);
const scene = useScene();

let root: Authority;
let cert: string;
let published: Figures[];
beforeAll(async () => {
  root = await createAuthority('Test Root');
  ({ cert } = await root.issue({ names: [...ALIASES] }));
});
beforeEach(async () => {
  published = [];
  const Serial = new X509Certificate(cert).serialNumber.match(/../g)?.join(':');
  const Certificate = { CertificateArn: CERTIFICATE, Status: 'ISSUED' as const, Serial, NotAfter: new Date(END) };
  acm.on(DescribeCertificateCommand).resolves({ Certificate });
  ses.on(SendEmailCommand).resolves({});
  serves(CERTIFICATE);
});

function serves(ACMCertificateArn: string): void {
  const config = { Aliases: { Quantity: 0 }, ViewerCertificate: { ACMCertificateArn } };
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E1', DistributionConfig: config as never });
}

async function given(): Promise<void> {
  await scene.givenSite();
  await scene.givenRequest({ status: 'ACTIVE', step: 'FinishRequest', certificateArn: CERTIFICATE, notAfter: END });
}

/** Looks at that time, in a DNS with these records; `off` are names whose handshakes fail. Answers when it looks again. */
async function look(
  now: string,
  records: readonly string[] = RIGHT,
  off: readonly string[] = [],
  override?: Override,
): Promise<string> {
  const dns = await startRightDns(72, records, override);
  const client = dnsFrom(dnsVariables(dns));
  const shown = { tls: { chain: [cert] }, http: { status: 404, headers: { via: '1.1 x (CloudFront)' }, body: '' } };
  const refused = { tls: { chain: [], problem: 'TLS was refused' }, http: { problem: 'TLS was refused' } };
  const edge = { anchors: [root.pem], visit: async (name: string) => (off.includes(name) ? refused : shown) };
  const { requests, sites, env } = scene;
  const dataCenters = JSON.parse(env.DATA_CENTERS ?? '{}');
  const tools = { acm: createAcm(env), cloudFront: createCloudFront(env), sites, dataCenters, machine: REAL_MACHINE };
  const caring = watchHealth({
    healthTools: () => ({ ...tools, dns: client, edge: edge as unknown as EdgeClient }),
    post: { requests, sites, mail: createMail(env), consoleUrl: 'https://console.example.net' },
    sightings: createSightings(scene.table),
    logger: createLogger('Tested', { LOG_LEVEL: 'SILENT' }),
    publish: (figures) => published.push(figures),
  });
  const next = await caring(await scene.request(), new Date(now));
  await dns.close();
  return next.toISOString();
}

const conditionOf = async (alias: string, name: 'serving' | 'dns') => (await scene.request()).conditions[alias]?.[name];

it('finds all well, tells nobody, and looks again in a day', async () => {
  await given();
  await look('2026-11-21T10:00:00Z');
  expect(await look('2026-11-21T10:10:00Z')).toBe('2026-11-22T10:10:00.000Z');
  expect((await conditionOf(COM, 'serving'))?.reason).toBe('Serves');
  expect(await scene.request()).toMatchObject({ waitingOn: 'nobody', deadline: null });
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(0);
  const events = (await scene.recorded()).length;
  await look('2026-11-22T10:10:00Z');
  expect(await scene.recorded()).toHaveLength(events);
});

it('believes at the second look that a name is off the air, says since when and who must act, and writes one letter', async () => {
  await given();
  const gone = RIGHT.filter((line) => !line.startsWith(COM));
  expect(await look('2026-11-21T10:00:00Z', gone, [COM])).toBe('2026-11-21T10:10:00.000Z');
  expect(await scene.request()).toMatchObject({ waitingOn: 'nobody' });
  await look('2026-11-21T10:10:00Z', gone, [COM]);
  expect(await scene.request()).toMatchObject({ status: 'ACTIVE', waitingOn: 'customer DNS', deadline: null });
  expect(await conditionOf(COM, 'serving')).toMatchObject({
    reason: 'ServingLostByDns',
    facts: { since: '2026-11-21T10:00:00.000Z', expected: TARGET, found: 'TLS was refused' },
  });
  expect((await conditionOf(ORG, 'serving'))?.reason).toBe('Serves');
  await look('2026-11-21T10:20:00Z', gone, [COM]);
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);

  await look('2026-11-21T10:30:00Z');
  await look('2026-11-21T10:40:00Z');
  expect((await conditionOf(COM, 'serving'))?.reason).toBe('Serves');
  expect(await scene.request()).toMatchObject({ waitingOn: 'nobody', deadline: null });
});

it('is on-call that mends a name whose DNS is right', async () => {
  await given();
  await look('2026-11-21T10:00:00Z', RIGHT, [COM]);
  await look('2026-11-21T10:10:00Z', RIGHT, [COM]);
  expect(await scene.request()).toMatchObject({ waitingOn: 'vendor on-call' });
  expect((await conditionOf(COM, 'serving'))?.reason).toBe('ServingLost');
  expect(published).toEqual([{ NamesNotServing: 1 }]);
});

it('calls on-call for that name also where the DNS of another one is wrong', async () => {
  await given();
  const gone = RIGHT.filter((line) => !line.startsWith(COM));
  await look('2026-11-21T10:00:00Z', gone, ALIASES);
  await look('2026-11-21T10:10:00Z', gone, ALIASES);
  expect(await scene.request()).toMatchObject({ waitingOn: 'customer DNS' });
  expect(published).toEqual([{ NamesNotServing: 1 }]);
});

it('asks for no record where resolvers get no answer of a DNS whose record is right', async () => {
  await given();
  const bogus: Override = ({ address, name }) =>
    address === '127.9.72.2' && name === COM ? { rcode: 'SERVFAIL' } : undefined;
  await look('2026-11-21T10:00:00Z', RIGHT, [COM], bogus);
  await look('2026-11-21T10:10:00Z', RIGHT, [COM], bogus);
  const serving = await conditionOf(COM, 'serving');
  expect(serving).toMatchObject({
    reason: 'ServingLostInDns',
    facts: { zone: 'example.com', found: 'TLS was refused' },
  });
  expect(serving?.facts.expected).toBeUndefined();
  expect(await scene.request()).toMatchObject({ waitingOn: 'customer DNS' });
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);

  // Who has answered what, and in which order, changes with each look: that is no news.
  const events = await scene.recorded();
  await look('2026-11-21T10:20:00Z', RIGHT, [COM], ({ address, name }) =>
    address === '127.9.72.2' && name === COM ? { rcode: 'REFUSED' } : undefined,
  );
  expect(await scene.recorded()).toEqual(events);
});

it('asks nobody for a record that is back, while caches forget the wrong answer', async () => {
  await given();
  const stale: Override = ({ address, name }) =>
    address === '127.9.72.2' && name === COM ? { answers: [`${COM} 3600 A 192.0.2.9`] } : undefined;
  await look('2026-11-21T10:00:00Z', RIGHT, [COM], stale);
  await look('2026-11-21T10:10:00Z', RIGHT, [COM], stale);
  expect(await conditionOf(COM, 'serving')).toBeUndefined();
  expect(await scene.request()).toMatchObject({ waitingOn: 'nobody' });
});

it('puts right whom it waits for, where all is well', async () => {
  await given();
  const about = { type: 'Recovered', at: '2026-11-21T09:30:00.000Z', by: 'service', text: 'x' } as const;
  await scene.requests.change(REQUEST_ID, () => ({ ...about, set: { waitingOn: 'vendor on-call' } }));
  await look('2026-11-21T10:00:00Z');
  expect(await scene.request()).toMatchObject({ waitingOn: 'nobody' });
});

describe('of a name that a newer request has taken off the air', () => {
  const GONE = RIGHT.filter((line) => !line.startsWith(COM));
  const swapped = async () => {
    await given();
    const servedBefore = { certificateArn: CERTIFICATE, aliases: ALIASES };
    await scene.givenRequest({ requestId: 'req-newer', replaces: REQUEST_ID, aliases: [ORG], servedBefore });
    serves(`${CERTIFICATE}-newer`);
    await tellOffAir(scene.requests, await scene.request('req-newer'), new Date('2026-11-21T09:30:00Z'));
  };

  it.each([
    ['still leads here', RIGHT],
    ['was removed', GONE],
  ])('tells nobody anything while that is on its way and its record %s', async (_, records) => {
    await swapped();
    await look('2026-11-21T10:00:00Z', records, [COM]);
    await look('2026-11-21T10:10:00Z', records, [COM]);
    expect((await conditionOf(COM, 'serving'))?.reason).toBe('TakenOffAir');
    expect(await conditionOf(COM, 'dns')).toBeUndefined();
    expect((await conditionOf(ORG, 'serving'))?.reason).toBe('Serves');
    expect(published).toEqual([]);
    expect(ses.commandCalls(SendEmailCommand)).toHaveLength(0);
  });

  it('looks at it again when its certificate is back, however long the other request takes to its end', async () => {
    await swapped();
    serves(CERTIFICATE);
    await look('2026-11-21T10:00:00Z', GONE, [COM]);
    await look('2026-11-21T10:10:00Z', GONE, [COM]);
    expect((await conditionOf(COM, 'dns'))?.reason).toBe('CnameMissing');
    expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);
  });
});

it('comes before whom a job waits for, whose turn it is again when the name is back', async () => {
  await given();
  await scene.requests.change('req-20261121-0123456789', () => ({
    type: 'RenewalLooked',
    at: '2026-11-21T10:00:00.000Z',
    by: 'service',
    text: 'x',
    set: { step: 'AwaitRenewal', renewal: beginRenewal(END, new Date('2026-11-21T09:00:00Z')) },
    conditions: findings('approval', 'RenewalPending', () => ({})),
  }));
  await look('2026-11-21T10:00:00Z', RIGHT, [COM]);
  await look('2026-11-21T10:10:00Z', RIGHT, [COM]);
  expect(await scene.request()).toMatchObject({ waitingOn: 'vendor on-call', deadline: null });
  await look('2026-11-21T10:20:00Z');
  await look('2026-11-21T10:30:00Z');
  expect(await scene.request()).toMatchObject({ waitingOn: 'mailbox owner', deadline: '2027-06-05T23:59:59.000Z' });
});

describe('while its certificate is renewed', () => {
  const renewing = async (more: Partial<Renewal>) => {
    await given();
    const renewal = { ...beginRenewal(END, new Date('2026-11-21T09:00:00Z')), ...more };
    const about = { type: 'RenewalBegun', at: '2026-11-21T09:00:00.000Z', by: 'service', text: 'x' } as const;
    const conditions = findings('serving', 'Serves', () => ({ fingerprint: 'BE:FO:RE', notAfter: END }));
    await scene.requests.change('req-20261121-0123456789', () => ({ ...about, set: { renewal }, conditions }));
  };

  it('leaves it to the renewal to tell that the names show the new one', async () => {
    await renewing({ renewedAt: '2026-11-21T09:30:00.000Z' });
    await look('2026-11-21T10:00:00Z');
    await look('2026-11-21T10:10:00Z');
    expect((await conditionOf(COM, 'serving'))?.facts.fingerprint).toBe('BE:FO:RE');
  });

  it('writes no letter about what AWS itself complains of: the renewal has written it', async () => {
    const forbidding = [...RIGHT, 'example.org 300 CAA 0 issue "other-ca.example"'];
    await renewing({ trouble: 'CAA_ERROR' });
    await look('2026-11-21T10:00:00Z', forbidding);
    await look('2026-11-21T10:10:00Z', forbidding);
    expect((await scene.request()).conditions[ORG]?.caa).toMatchObject({
      reason: 'CaaForbidsRenewal',
      facts: { since: '2026-11-21T10:00:00.000Z', renewal: '2027-04-22T23:59:59.000Z' },
    });
    expect(ses.commandCalls(SendEmailCommand)).toHaveLength(0);
  });
});

it('looks at nothing for a site whose names are to leave', async () => {
  await scene.givenSite({ retirement: { state: 'AWAITING_DNS' } as never });
  await scene.givenRequest({ status: 'READY', certificateArn: CERTIFICATE, notAfter: END });
  expect(await look('2026-11-21T10:00:00Z', [], ALIASES)).toBe('2026-11-22T10:00:00.000Z');
  expect(await scene.recorded()).toEqual([]);
});
