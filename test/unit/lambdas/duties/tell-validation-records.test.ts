import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Certificate } from '../../../../lambdas/clients/acm.ts';
import { createMail } from '../../../../lambdas/clients/mail.ts';
import { dnsFrom } from '../../../../lambdas/clients/network.ts';
import { tellRecordsNamed, tellRecordsSeen } from '../../../../lambdas/duties/tell-validation-records.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';
import { dnsVariables } from '../../../support/unit/right-dns.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const ses = strictMock(SESv2Client);
const UNTIL = '2026-11-24T09:00:00.000Z';

let dns: DnsWorld;
afterEach(() => dns.close());

const recordOf = (domain: string) =>
  ({ name: `_a1.login.${domain}`, type: 'CNAME', value: '_b2.acm-validations.aws' }) as const;
const COM = { name: 'login.example.com', validated: false, failed: false, emails: [], record: recordOf('example.com') };
const ORG = { name: 'login.example.org', validated: false, failed: false, emails: [], record: recordOf('example.org') };
const PLACED = '_a1.login.example.com 300 CNAME _b2.acm-validations.aws';

async function given(records: string[], names: Certificate['names']) {
  const servers = ['127.9.31.1'];
  dns = await startDns({
    resolvers: ['127.9.31.2'],
    zones: { 'example.com': { servers, records }, 'example.org': { servers, records: [] } },
  });
  await scene.givenSite();
  const request = await scene.givenRequest({ method: 'DNS', certificateArn: CERTIFICATE });
  const env = { ...scene.env, ...dnsVariables(dns) };
  const consoleUrl = 'https://console.example.net';
  const post = { requests: scene.requests, sites: scene.sites, mail: createMail(env), consoleUrl };
  const certificate = { certificateArn: CERTIFICATE, status: 'PENDING_VALIDATION', inUseBy: [], names } as const;
  return { dns: dnsFrom(env), post, request, certificate, until: UNTIL, now: new Date(NOW) };
}

it('tells nothing while ACM has not named the record of every name', async () => {
  const { record: _, ...unnamed } = ORG;
  expect(await tellRecordsNamed(await given([], [COM, unnamed]))).toBe(false);
  expect(await scene.recorded()).toEqual([]);
});

it('keeps every record, and writes to the contacts those that are not in place', async () => {
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
  expect(await tellRecordsNamed(await given([PLACED], [COM, ORG]))).toBe(true);
  expect((await scene.requests.evidence(REQUEST_ID, 'record')).map(({ seen }) => seen)).toEqual([
    recordOf('example.com'),
    recordOf('example.org'),
  ]);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'RecordsNamed',
      text: 'AWS has named the validation records of 2 names; we see 1 of them in the DNS.',
      set: { status: 'ACTION_REQUIRED', waitingOn: 'customer DNS', deadline: UNTIL },
      conditions: [{ finding: { reason: 'RecordSeen' } }, { finding: { reason: 'RecordMissing' } }],
    },
    { type: 'ContactsTold', set: { letters: ['validation asked'] } },
  ]);
  expect(JSON.stringify(callsOf(ses))).toContain('_a1.login.example.org. 300 IN CNAME _b2.acm-validations.aws.');
  expect(JSON.stringify(callsOf(ses))).not.toContain('_a1.login.example.com');
});

it('writes no letter when all are in place', async () => {
  expect(await tellRecordsNamed(await given([PLACED], [COM, { ...ORG, validated: true }]))).toBe(true);
  expect(await scene.request()).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', letters: [] });
});

it('looks only for records of names that are not validated, and tells the same once', async () => {
  const telling = await given([], [{ ...COM, validated: true }, ORG]);
  const seen = await tellRecordsSeen(telling);
  await tellRecordsSeen(telling);
  expect(seen.conditions['login.example.com']).toEqual({});
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'RecordsLooked',
      text: 'Looked at the validation records: 1 of 2 names are validated, 0 more have their record in place.',
      conditions: [{ alias: 'login.example.org', finding: { reason: 'RecordMissing' } }],
    },
  ]);
});
