import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/watch/watch.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { NOW, REQUEST_ID, TARGET, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const stepFunctions = strictMock(SFNClient);
const mail = strictMock(SESv2Client);
beforeEach(() => {
  mail.on(SendEmailCommand).resolves({});
});
const subjects = () =>
  callsOf(mail).map(
    ([, input]) => (input as { Content: { Simple: { Subject: { Data: string } } } }).Content.Simple.Subject.Data,
  );
const HALF = [`login.example.com 300 CNAME ${TARGET}`];

let dns: DnsWorld;
afterEach(() => dns.close());

async function tick(time: string, records?: string[], notAfter: string | null = null) {
  dns = await startRightDns(22, records);
  await scene.givenSite();
  await scene.givenRequest({ step: 'AwaitPreflightFix', notAfter });
  await scene.waits.park(REQUEST_ID, 'AwaitPreflightFix', 'token-1', new Date(NOW));
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  return scene.made(create, dnsVariables(dns))({ time, 'detail-type': 'Scheduled Event' });
}

it('goes on when the whole preflight passes', async () => {
  await tick('2026-11-21T10:01:00Z');
  expect(callsOf(stepFunctions)).toEqual([['SendTaskSuccess', { taskToken: 'token-1', output: '{"verdict":"met"}' }]]);
  expect(await scene.recorded()).toMatchObject([
    { type: 'PreflightFound', text: 'Looked again: all names are ready.' },
  ]);
});

it('waits on while one name is not ready, and shows every finding', async () => {
  await tick('2026-11-21T10:01:00Z', HALF);
  expect(scene.nextDueAt()).toBe('2026-11-21T10:03:00.000Z');
  expect(callsOf(stepFunctions)).toEqual([]);
  const { conditions } = await scene.request();
  expect(conditions['login.example.com']?.dns?.reason).toBe('CnameCorrect');
  expect(conditions['login.example.org']?.dns?.reason).toBe('CnameMissing');
  expect(conditions['login.example.org']?.caa?.reason).toBe('CaaAllows');
});

it('tells the contacts what to set as soon as somebody can, once, and reminds them once after a week', async () => {
  await tick('2026-11-21T10:01:00Z', HALF);
  expect(subjects()).toEqual(['Set DNS records for 1 of 2 names of prefix "login" of site acme']);
  const look = (time: string) => scene.made(create, dnsVariables(dns))({ time, 'detail-type': 'Scheduled Event' });
  for (const time of ['2026-11-21T10:03:00Z', '2026-11-28T10:00:00Z', '2026-11-28T11:00:00Z']) await look(time);
  expect(subjects().slice(1)).toEqual(['Reminder: set DNS records for 1 of 2 names of prefix "login" of site acme']);
});

it('gives up after 14 days, and names what was not put right', async () => {
  await tick('2026-12-05T10:00:00Z', HALF);
  const [, input] = callsOf(stepFunctions)[0] ?? [];
  expect(JSON.parse(String((input as { output: string }).output))).toEqual({
    verdict: 'ended',
    reason: 'PreflightGivenUp',
    facts: { names: 'login.example.org' },
  });
});

it('ends a request by e-mail after the last day, however right its records are', async () => {
  await tick('2027-04-01T00:10:00Z');
  const [, input] = callsOf(stepFunctions)[0] ?? [];
  expect(JSON.parse(String((input as { output: string }).output))).toEqual({
    verdict: 'ended',
    reason: 'EmailValidationEnded',
    facts: { lastDay: '2027-03-31' },
  });
});

it('looks at nothing but where the names lead when the certificate is issued', async () => {
  await tick('2027-04-01T00:10:00Z', HALF, '2027-09-27T23:59:59.000Z');
  const { conditions } = await scene.request();
  expect(conditions['login.example.org']).toMatchObject({ dns: { reason: 'CnameMissing' } });
  expect(Object.values(conditions).flatMap(Object.keys)).toEqual(['dns', 'dns']);
});

it('goes on after the last day with a certificate that is issued', async () => {
  await tick('2027-04-01T00:10:00Z', undefined, '2027-09-27T23:59:59.000Z');
  expect(callsOf(stepFunctions)).toEqual([['SendTaskSuccess', { taskToken: 'token-1', output: '{"verdict":"met"}' }]]);
});
