import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { create } from '../../../../lambdas/steps/finish-request.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
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

const TOLD = expect.objectContaining({ type: 'ContactsTold', set: { letters: ['ready'] } });

it('ends the journey as READY, waiting for the site admin alone', async () => {
  await scene.givenRequest({ step: 'VerifyServing', deadline: '2026-11-24T09:00:00.000Z' });

  expect(await scene.made(create)()).toEqual({ verdict: 'ready', aliases: 2 });
  expect(await scene.recorded()).toEqual([
    {
      type: 'Ready',
      at: NOW,
      by: 'service',
      text: 'All 2 names serve. The prefix login can be saved in the site settings.',
      set: { status: 'READY', step: 'FinishRequest', waitingOn: 'site admin', deadline: null },
    },
    TOLD,
  ]);
});

it('lets the site begin another request', async () => {
  await scene.givenRequest();
  await scene.made(create)();
  expect(await scene.requests.runningOf('acme')).toBeUndefined();
});

it('stands still no more: it has run', async () => {
  await scene.givenRequest({ failing: { error: 'AwsRefused', since: NOW } });
  await scene.made(create)();
  expect(await scene.request()).toMatchObject({ status: 'READY', failing: null });
});

it('tells nothing new when it runs twice', async () => {
  await scene.givenRequest();
  const finish = scene.made(create);
  await finish();
  expect(await finish()).toEqual({ verdict: 'ready', aliases: 2 });
  expect(await scene.recorded()).toEqual([expect.objectContaining({ type: 'Ready' }), TOLD]);
  expect(subjects()).toEqual(['All 2 names serve: save prefix "login" of site acme in the site settings']);
});

it('gives back the claims of names that it goes on without, and no others', async () => {
  const [kept, gone] = ['login.shop.example.com', 'login.old.example.com'];
  const claims = createClaims(scene.table);
  await claims.claimAll([kept, gone], 'acme', REQUEST_ID);
  await scene.givenRequest({ aliases: [kept], offAir: [gone] });
  await scene.made(create)();
  expect((await claims.all()).map(({ alias }) => alias)).toEqual([kept]);
});

it('refuses a request that is not there', async () => {
  await expect(scene.made(create)()).rejects.toMatchObject({ name: 'RequestUnknown' });
});

it('leaves what is active, and what another has replaced, where it runs again late', async () => {
  await scene.givenRequest({ status: 'ACTIVE', waitingOn: 'nobody' });
  await scene.made(create)();
  expect(await scene.request()).toMatchObject({ status: 'ACTIVE', waitingOn: 'nobody' });
  expect(callsOf(mail)).toEqual([]);
});

it('is READY where SES refuses the letter for good', async () => {
  mail.on(SendEmailCommand).rejects(awsError('MessageRejected', 'Email address is not verified.'));
  await scene.givenRequest();
  expect(await scene.made(create)()).toEqual({ verdict: 'ready', aliases: 2 });
  expect((await scene.request()).letters).toEqual(['ready']);
});
