import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { create } from '../../../../lambdas/steps/await-preflight-fix.ts';
import { findings, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const mail = strictMock(SESv2Client);
beforeEach(() => {
  mail.on(SendEmailCommand).resolves({});
});
const subjects = () =>
  callsOf(mail).map(
    ([, input]) => (input as { Content: { Simple: { Subject: { Data: string } } } }).Content.Simple.Subject.Data,
  );
beforeEach(() => scene.givenSite());

const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };
const MISSING = findings('dns', 'CnameMissing', () => ({ expected: TARGET, zone: 'example.com' }));
const UNKNOWN_MAIL = findings('mail', 'MailRouteUnknown', () => ({ found: 'SERVFAIL' }));

it('parks for 14 days with a first look after a minute', async () => {
  await scene.givenRequest({ conditions: MISSING });
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(REQUEST_ID)).toEqual([
    {
      execution: REQUEST_ID,
      name: 'AwaitPreflightFix',
      taskToken: 'token-1',
      parkedAt: NOW,
      deadline: '2026-12-05T10:00:00.000Z',
      dueAt: '2026-11-21T10:01:00.000Z',
      looks: 0,
    },
  ]);
});

it('says who must act and until when, and nothing new when it runs twice', async () => {
  await scene.givenRequest({ conditions: MISSING });
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(await scene.recorded()).toEqual([
    {
      type: 'Parked',
      at: NOW,
      by: 'service',
      text: 'Waiting until the 2 open findings are mended.',
      set: {
        status: 'ACTION_REQUIRED',
        step: 'AwaitPreflightFix',
        waitingOn: 'customer DNS',
        deadline: '2026-12-05T10:00:00.000Z',
      },
    },
    expect.objectContaining({ type: 'ContactsTold', set: { letters: ['records'] } }),
  ]);
  expect(await scene.waits.at(REQUEST_ID)).toHaveLength(1);
});

it.each([
  ['the first who can act', [...UNKNOWN_MAIL, ...MISSING], 'customer DNS'],
  ['nobody while all is only unknown', UNKNOWN_MAIL, 'nobody'],
])('waits on %s', async (_, conditions, waitingOn) => {
  await scene.givenRequest({ conditions });
  await scene.made(create)(INPUT);
  expect((await scene.request()).waitingOn).toBe(waitingOn);
});

it('tells of one finding in the singular', async () => {
  await scene.givenRequest({ conditions: MISSING.slice(0, 1) });
  await scene.made(create)(INPUT);
  expect((await scene.recorded())[0]).toMatchObject({ text: 'Waiting until the open finding is mended.' });
});

it.each([
  ['EMAIL', '2027-03-31T23:59:59.000Z'],
  ['DNS', '2027-04-13T10:00:00.000Z'],
] as const)('shows the last day of a method where that comes before the 14 days: %s', async (method, deadline) => {
  await scene.givenRequest({ method, conditions: MISSING });
  await scene.made(create)({ ...INPUT, now: '2027-03-30T10:00:00.000Z' });
  expect((await scene.request()).deadline).toBe(deadline);
});

it('tells the contacts once which records to set, with a link to forward', async () => {
  await scene.givenRequest({ conditions: MISSING.slice(0, 1) });
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(subjects()).toEqual(['Set DNS records for 1 of 2 names of prefix "login" of site acme']);
  const [[, input] = []] = callsOf(mail);
  const { Text } = (input as { Content: { Simple: { Body: { Text: { Data: string } } } } }).Content.Simple.Body;
  expect(Text.Data).toContain('You have time until 5 December 2026 at 10:00 UTC');
  expect(Text.Data).toMatch(/https:\/\/console\.example\.net\/#\/instructions\/7{40}$/);
});

it('writes to nobody while nobody can do anything', async () => {
  await scene.givenRequest({ conditions: UNKNOWN_MAIL });
  await scene.made(create)(INPUT);
  expect(callsOf(mail)).toEqual([]);
});

it('stays parked where SES refuses the letter for good, and says so', async () => {
  mail.on(SendEmailCommand).rejects(awsError('MessageRejected', 'Email address is not verified.'));
  await scene.givenRequest({ conditions: MISSING });
  expect(await scene.made(create)(INPUT)).toEqual({ parked: true });
  expect((await scene.recorded()).at(-1)).toMatchObject({
    text: 'A letter to web-team@example.com could not be sent (Email address is not verified.): Set DNS records for 2 of 2 names of prefix "login" of site acme',
  });
});

it('shows all of the 14 days where the certificate is issued, for nothing is asked of AWS any more', async () => {
  await scene.givenRequest({ conditions: MISSING, notAfter: '2027-09-27T23:59:59.000Z' });
  await scene.made(create)({ ...INPUT, now: '2027-03-30T10:00:00.000Z' });
  expect((await scene.request()).deadline).toBe('2027-04-13T10:00:00.000Z');
});
