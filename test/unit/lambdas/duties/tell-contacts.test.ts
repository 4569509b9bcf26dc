import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { createMail } from '../../../../lambdas/clients/mail.ts';
import { tellContacts } from '../../../../lambdas/duties/tell-contacts.ts';
import { createErrands } from '../../../../lambdas/records/errands.ts';
import { createLinks } from '../../../../lambdas/records/links.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

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

it('owes a letter that SES does not take now, tells nothing of it, and sends it when it is told to again', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  ses.on(SendEmailCommand).rejectsOnce(awsError('LimitExceededException')).resolves({});
  await tell();
  expect(await scene.recorded()).toEqual([]);
  const owed = {
    kind: 'tell',
    of: REQUEST_ID,
    dueAt: '2026-11-21T11:00:00.000Z',
    letter: { name: 'reminder after 24 h' },
  };
  expect(await createErrands(scene.table).due(new Date('2026-11-21T11:00:00Z'), 100)).toMatchObject([owed]);
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

describe('a letter to forward', () => {
  const alias = 'login.example.com';
  const facts = { alias, validationDomain: 'example.com', until: '2026-11-24T10:00:00.000Z' };
  const tellWith = async () => {
    const { requests, sites, env } = scene;
    const links = createLinks(scene.table, (length) => '7'.repeat(length));
    const post = { requests, sites, mail: createMail(env), consoleUrl: 'https://console.example.net', links };
    await tellContacts(post, await scene.request(), 'validation asked', LETTER, new Date(NOW));
    const [[, input] = []] = callsOf(ses);
    return (input as SendEmailCommandInput).Content?.Simple?.Body?.Text?.Data;
  };

  it('has a link where somebody outside must act', async () => {
    await scene.givenSite();
    const finding = { reason: 'ApprovalPending' as const, facts };
    await scene.givenRequest({ conditions: [{ alias, name: 'approval', finding }], deadline: facts.until });
    ses.on(SendEmailCommand).resolves({});
    expect(await tellWith()).toBe(
      `Please.\n\nTo forward to whoever manages the DNS or reads the mailboxes: what there is to do and what is seen of it, without an account, until 24 November 2026 at 10:00 UTC:\nhttps://console.example.net/#/instructions/${'7'.repeat(40)}`,
    );
  });

  it('has none where nobody outside has anything to do', async () => {
    await scene.givenSite();
    await scene.givenRequest();
    ses.on(SendEmailCommand).resolves({});
    expect(await tellWith()).toBe('Please.');
  });
});
