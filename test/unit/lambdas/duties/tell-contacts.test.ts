import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createMail } from '../../../../lambdas/clients/mail.ts';
import { tellContacts } from '../../../../lambdas/duties/tell-contacts.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/strict-mock.ts';

const scene = useScene();
const ses = strictMock(SESv2Client);
const LETTER = { subject: 'Approve 2 mails', text: 'Please.' };

async function tell(): Promise<void> {
  const { requests, sites, env } = scene;
  const post = { requests, sites, mail: createMail(env), consoleUrl: 'https://console.example.net' };
  await tellContacts(post, await scene.request(), 'reminder after 24 h', LETTER, new Date(NOW));
}

it('sends a letter once, however often it is told to', async () => {
  await scene.givenSite({ contacts: ['ann@example.com', 'bob@example.com'] });
  await scene.givenRequest();
  ses.on(SendEmailCommand).resolves({});
  await tell();
  await tell();
  expect(callsOf(ses)).toHaveLength(1);
  expect(await scene.recorded()).toEqual([
    {
      type: 'ContactsTold',
      at: NOW,
      by: 'service',
      text: 'Told ann@example.com and bob@example.com: Approve 2 mails',
      set: { letters: ['reminder after 24 h'] },
    },
  ]);
});

it('tells in the history what SES refuses for good, and lets the request go on', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  ses.on(SendEmailCommand).rejects(awsError('MessageRejected', 'Email address is not verified.'));
  await tell();
  await tell();
  expect(callsOf(ses)).toHaveLength(1);
  expect(await scene.recorded()).toMatchObject([
    {
      text: 'A letter to web-team@example.com could not be sent (Email address is not verified.): Approve 2 mails',
    },
  ]);
});

it('is tried again after throttling', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  ses.on(SendEmailCommand).rejectsOnce(awsError('TooManyRequestsException')).resolves({});
  await expect(tell()).rejects.toMatchObject({ name: 'AwsThrottled' });
  await tell();
  expect((await scene.request()).letters).toEqual(['reminder after 24 h']);
});

it('writes to nobody for a site without contacts', async () => {
  await scene.givenSite({ contacts: [] });
  await scene.givenRequest({ requestId: REQUEST_ID });
  await tell();
  expect(callsOf(ses)).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});
