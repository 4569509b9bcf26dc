import { ACMClient, type CertificateDetail, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, type DistributionConfig, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beginRenewal } from '../../../../../core/renewal.ts';
import { createAcm } from '../../../../../lambdas/clients/acm.ts';
import { createCloudFront } from '../../../../../lambdas/clients/cloudfront.ts';
import { createMail } from '../../../../../lambdas/clients/mail.ts';
import { MET } from '../../../../../lambdas/watch/look.ts';
import { lookAtRenewal } from '../../../../../lambdas/watch/looks/await-renewal.ts';
import { ALIASES, CERTIFICATE, findings, REQUEST_ID, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const mail = strictMock(SESv2Client);
const cloudFront = strictMock(CloudFrontClient);
beforeEach(() => {
  mail.on(SendEmailCommand).resolves({});
  serves(CERTIFICATE);
});

function serves(ACMCertificateArn: string): void {
  const DistributionConfig = { ViewerCertificate: { ACMCertificateArn } } as DistributionConfig;
  cloudFront.on(GetDistributionConfigCommand).resolves({ DistributionConfig });
}

const END = '2027-06-06T23:59:59.000Z';
const OPENS = '2027-04-22T23:59:59.000Z';
const ROUTES = findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.slice(6) }));

async function given(renewal = {}, fields: Parameters<typeof scene.givenRequest>[0] = {}) {
  await scene.givenSite();
  const begun = { ...beginRenewal(END, new Date(OPENS)), asked: true, ...renewal };
  const set = { status: 'ACTIVE', certificateArn: CERTIFICATE, notAfter: END, renewal: begun } as const;
  await scene.givenRequest({ ...set, conditions: ROUTES, ...fields });
}

function described(
  summary?: { at: string; done?: string[]; reason?: 'OTHER' },
  detail: Partial<CertificateDetail> = {},
) {
  const options = ALIASES.map((alias) => ({
    DomainName: alias,
    ValidationEmails: [`admin@${alias.slice(6)}`],
    ValidationStatus: summary?.done?.includes(alias) ? ('SUCCESS' as const) : ('PENDING_VALIDATION' as const),
  }));
  const RenewalSummary = summary && {
    RenewalStatus: 'PENDING_VALIDATION' as const,
    RenewalStatusReason: summary.reason,
    DomainValidationOptions: options,
    UpdatedAt: new Date(summary.at),
  };
  const Certificate = {
    Status: 'ISSUED' as const,
    NotAfter: new Date(END),
    ...(RenewalSummary && { RenewalSummary }),
    ...detail,
  };
  acm.on(DescribeCertificateCommand).resolves({ Certificate });
}

function look(now: string) {
  const { requests, sites, env } = scene;
  const post = { requests, sites, mail: createMail(env), consoleUrl: 'https://console.example.net' };
  const wait = {
    execution: `${REQUEST_ID}-renew-20270606`,
    name: 'AwaitRenewal' as const,
    taskToken: 'token-1',
    parkedAt: OPENS,
    deadline: '2027-06-07T23:59:59.000Z',
    dueAt: now,
    looks: 0,
  };
  const tools = { env, acm: createAcm(env), cloudFront: createCloudFront(env), post, sites };
  return lookAtRenewal(tools)(wait, new Date(now));
}
const types = async () => (await scene.recorded()).map((event) => (event as { type: string }).type);
const letters = () => callsOf(mail).map((call) => JSON.stringify(call));

it('says nothing before AWS has begun', async () => {
  await given();
  described();
  expect(await look('2027-04-23T00:10:00.000Z')).toBe('notYet');
  expect(await types()).toEqual([]);
});

it("tells AWS's first round once, with the addresses, and who must act until when", async () => {
  await given();
  described({ at: OPENS });
  await look('2027-04-23T00:10:00.000Z');
  await look('2027-04-23T01:10:00.000Z');
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'RenewalMailsSent',
      text: 'AWS has sent approval mails for the renewal (round 1) to the mailboxes of example.com and example.org.',
      set: { renewal: { round: 1, roundAt: OPENS }, waitingOn: 'mailbox owner', deadline: '2027-06-05T23:59:59.000Z' },
      conditions: ALIASES.map((alias) => ({ alias, finding: { reason: 'RenewalPending' } })),
    },
  ]);
  expect((await scene.requests.evidence(REQUEST_ID, 'addresses')).map(({ seen }) => seen)).toEqual([
    ['admin@example.com'],
    ['admin@example.org'],
  ]);
  expect(callsOf(mail)).toEqual([]); // our own letter went out before, AWS's mails are its own
});

it('keeps each approval, and takes it back when a round starts over', async () => {
  await given({ round: 1, roundAt: OPENS });
  described({ at: '2027-04-23T09:00:00.000Z', done: ['login.example.com'] });
  await look('2027-04-23T12:00:00.000Z');
  expect((await scene.request()).conditions['login.example.com']?.approval?.reason).toBe('Approved');
  described({ at: '2027-04-25T23:59:59.000Z' });
  await look('2027-04-26T00:00:00.000Z');
  expect((await scene.request()).conditions['login.example.com']?.approval?.reason).toBe('RenewalPending');
  expect(await types()).toEqual(['RenewalLooked', 'RenewalMailsSent']);
});

it('reminds on its days, once each, and hands over to on-call fifteen days before the end', async () => {
  await given({ round: 5, roundAt: '2027-05-06T23:59:59.000Z' });
  described({ at: '2027-05-06T23:59:59.000Z' });
  expect(await look('2027-05-08T00:00:00.000Z')).toBe('notYet');
  expect(await look('2027-05-09T00:00:00.000Z')).toBe('notYet');
  expect(letters()).toEqual([expect.stringContaining('30 days left: 2 of 2 names still to be approved')]);
  expect(await look('2027-05-23T00:00:00.000Z')).toEqual({ end: { verdict: 'escalate' } });
});

it('asks nobody, and escalates and misses nothing, while another certificate is in its place', async () => {
  await given({ round: 5, roundAt: '2027-05-06T23:59:59.000Z' });
  serves(`${CERTIFICATE}-newer`);
  described({ at: '2027-05-06T23:59:59.000Z' });
  expect(await look('2027-05-23T00:00:00.000Z')).toBe('notYet');
  expect(letters()).toEqual([]);
  expect(await types()).toEqual([]);

  expect(await look(END)).toEqual(MET);

  serves(CERTIFICATE);
  expect(await look('2027-05-23T06:00:00.000Z')).toEqual({ end: { verdict: 'escalate' } });
  expect(letters()).toHaveLength(1);
});

it('tells a complaint of AWS once', async () => {
  await given({ round: 1, roundAt: OPENS });
  described({ at: OPENS, reason: 'OTHER' });
  await look('2027-04-23T06:00:00.000Z');
  await look('2027-04-23T12:00:00.000Z');
  expect(letters()).toEqual([expect.stringContaining('AWS could not renew the certificate of prefix')]);
  expect((await scene.request()).renewal?.trouble).toBe('OTHER');
});

it('is missed at the end, also where somebody saw that before', async () => {
  await given({ round: 15, severity: '2' });
  described({ at: OPENS });
  const missed = { end: { verdict: 'ended', reason: 'RenewalMissed', facts: {} } };
  expect(await look('2027-06-06T23:59:59.000Z')).toEqual(missed);
  await scene.requests.settle(REQUEST_ID, () => ({
    type: 'Expired',
    at: END,
    by: 'service',
    text: 'Over.',
    set: { status: 'EXPIRED' },
  }));
  expect(await look('2027-06-07T00:00:00.000Z')).toEqual(missed);
});

it('ends for a request that is over otherwise', async () => {
  await given({}, { status: 'SUPERSEDED' });
  expect(await look('2027-05-01T00:00:00.000Z')).toEqual({ end: { verdict: 'met' } });
});
