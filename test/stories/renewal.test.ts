/** Renewals by e-mail: in time, late, missed and cured; what people read on the way, and what it costs to watch. */
import { GetOpsItemCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { InstructionsAnswer } from '../../core/api/answers-notify.ts';
import type { TicketRow } from '../../core/ticket.ts';
import { addValidationRecord, approve } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ALIASES = [
  'login.www.example.com',
  'login.shop.example.com',
  'login.www.example.org',
  'login.example.net',
  'login.blog.example.net',
];

let story: Story;
afterEach(() => story.stop());

/** A site that is ACTIVE since then, its certificate validated by e-mail. */
async function active(start = '2026-11-21T09:00:00Z'): Promise<string> {
  story = await beginStory({ start: new Date(start) });
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'refuse', 'EMAIL');
  await playToReady(story, requestId);
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  return requestId;
}

const to = async (time: string) => {
  await story.world.clock.jumpTo(new Date(time));
  await story.settle();
};
const letters = () => story.mail.mailboxes.list('web-team@example.com').map(({ subject }) => subject);
const texts = async (requestId: string) => {
  const { events } = await story.call<{ events: { type: string; text: string }[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates/${requestId}/history`,
  );
  return events.map(({ type, text }) => `${type}: ${text}`);
};

async function tickets(): Promise<TicketRow[]> {
  return (await story.call<{ tickets: TicketRow[] }>('GET', '/tickets?status=all')).tickets;
}

async function ticketStatus(ticketId: string): Promise<string | undefined> {
  const client = new SSMClient(reaching(story));
  const { OpsItem } = await client.send(new GetOpsItemCommand({ OpsItemId: ticketId }));
  client.destroy();
  return OpsItem?.Status;
}

it('asks every name again, is approved in time, and shows the new certificate within a day', async () => {
  const requestId = await active();
  const before = await story.read(requestId);
  expect(before).toMatchObject({ status: 'ACTIVE', alongside: [], notAfter: '2027-06-06T23:59:59.000Z' });
  expect(before.renewal).toMatchObject({
    state: 'PLANNED',
    opensAt: '2027-04-22T23:59:59.000Z',
    dueBy: '2027-06-05T23:59:59.000Z',
    clicks: 5,
    domains: ['example.com', 'example.org', 'example.net'],
    message:
      '5 clicks due by 2027-06-05T23:59:59.000Z: AWS mails the mailboxes of example.com, example.org and example.net from 2027-04-22T23:59:59.000Z on, one mail a name.',
  });

  await to('2027-04-23T06:00:00Z');
  const asked = await story.read(requestId);
  expect(asked).toMatchObject({
    status: 'ACTIVE',
    alongside: ['RENEWING'],
    step: 'AwaitRenewal',
    waitingOn: 'mailbox owner',
    deadline: '2027-06-05T23:59:59.000Z',
    renewal: { state: 'ACTION_REQUIRED', round: 1, clicks: 5 },
  });
  expect(letters().at(-1)).toBe('Approve 5 certificate mails again: prefix "login" of site acme is to be renewed');
  expect(asked.aliases[1]?.conditions.approval).toMatchObject({ reason: 'RenewalPending', actor: 'mailbox owner' });
  const link = await story.call<{ url: string }>(
    'POST',
    `/sites/${SITE.siteId}/certificates/${requestId}/instructions`,
  );
  const token = link.url.slice(link.url.lastIndexOf('/') + 1);
  const { instructions } = await story.call<InstructionsAnswer>('GET', `/instructions?token=${token}`);
  expect(instructions.map(({ alias }) => alias)).toEqual(ALIASES);
  expect(instructions[0]).toMatchObject({ state: 'open', mailboxes: expect.arrayContaining(['admin@example.com']) });

  for (const alias of ALIASES.slice(0, 3)) await approve(story, alias);
  await story.hours(7);
  expect((await story.read(requestId)).renewal).toMatchObject({ clicks: 2 });
  for (const alias of ALIASES.slice(3)) await approve(story, alias);
  await story.hours(1);
  const renewed = await story.read(requestId);
  expect(renewed).toMatchObject({ waitingOn: 'nobody', deadline: null, notAfter: '2027-07-31T23:59:59.000Z' });
  expect(renewed.renewal).toMatchObject({ state: 'DEPLOYING', clicks: 0 });

  await story.hours(31);
  const done = await story.read(requestId);
  expect(done).toMatchObject({ status: 'ACTIVE', alongside: [], step: 'FinishRenewal', renewal: { state: 'PLANNED' } });
  expect(done.aliases.map(({ conditions }) => conditions.serving?.facts.notAfter)).toEqual(
    Array(5).fill('2027-07-31T23:59:59.000Z'),
  );
  expect(letters().at(-1)).toBe('The certificate of prefix "login" of site acme is renewed');
  expect((await texts(requestId)).slice(-9)).toEqual([
    'RenewalBegun: The certificate ends on 2027-06-06T23:59:59.000Z: its renewal begins.',
    'ContactsTold: Told web-team@example.com: Approve 5 certificate mails again: prefix "login" of site acme is to be renewed',
    'Parked: Waiting until AWS has renewed the certificate.',
    'RenewalMailsSent: AWS has sent approval mails for the renewal (round 1) to the mailboxes of example.com, example.org and example.net.',
    'RenewalLooked: 3 of 5 names are approved for the renewal.',
    expect.stringMatching(
      /^CertificateRenewed: AWS has renewed the certificate: valid until 2027-07-31T23:59:59.000Z, /,
    ),
    'Served: 5 of 5 names show the renewed certificate.',
    'ContactsTold: Told web-team@example.com: The certificate of prefix "login" of site acme is renewed',
    'RenewalEnded: The renewal is finished.',
  ]);
});

it('sends a missing mail again while the renewal waits, and refuses what is approved', async () => {
  const requestId = await active();
  await to('2027-04-23T06:00:00Z');
  const path = `/sites/${SITE.siteId}/certificates/${requestId}/resend`;
  const mails = story.mail.mailboxes.list('admin@example.org').length;
  await story.call('POST', path, { alias: 'login.www.example.org' });
  await story.settle();
  expect(story.mail.mailboxes.list('admin@example.org')).toHaveLength(mails + 1);
  await approve(story, 'login.www.example.org');
  await story.hours(7);
  const again = story.call('POST', path, { alias: 'login.www.example.org' });
  await expect(again).rejects.toThrow('it does not wait for approval');
});

it('is approved on the last day, after reminders and a ticket that closes itself, without a gap', async () => {
  const requestId = await active();
  story.acm.spans.set('edges', { least: 3600, spread: 1 });
  await to('2027-06-06T12:00:00Z');
  const ofRenewal = letters().filter((subject) => !subject.includes('DNS validation')); // the campaign's come between
  expect(ofRenewal.slice(-6)).toEqual([
    'Approve 5 certificate mails again: prefix "login" of site acme is to be renewed',
    ...[30, 15, 7, 3, 2].map(
      (days) => `${days} days left: 5 of 5 names still to be approved, prefix "login" of site acme`,
    ),
  ]);
  const late = await story.read(requestId);
  expect(late).toMatchObject({ status: 'ACTIVE', deadline: '2027-06-06T23:59:59.000Z', renewal: { round: 15 } });
  const told = (await texts(requestId)).filter((text) => text.startsWith('RenewalEscalated'));
  expect(told).toEqual(
    [3, 2].map((severity) => expect.stringContaining(`(severity ${severity}): the renewal comes to nothing so far.`)),
  );
  const ticketId = /oi-\w+/.exec(told[0] ?? '')?.[0] ?? '';
  expect(await tickets()).toMatchObject([
    { ticketId, kind: 'renewal', requestId, severity: '2', status: 'open', waitingOn: 'vendor on-call' },
  ]);
  expect(story.alarms.ringing()).toContain('TicketsWaiting');

  for (const alias of ALIASES) await approve(story, alias);
  await story.hours(8);
  const done = await story.read(requestId);
  expect(done).toMatchObject({
    status: 'ACTIVE',
    alongside: [],
    notAfter: '2027-09-13T23:59:59.000Z',
    waitingOn: 'nobody',
  });
  expect(done.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
  expect(await ticketStatus(ticketId)).toBe('Resolved');
  expect(await tickets()).toMatchObject([{ ticketId, status: 'closed', outcome: 'renewed' }]);
  expect(story.alarms.ringing()).not.toContain('TicketsWaiting');
});

it('is missed: it expires in plain words, and a new certificate by DNS is the cure', async () => {
  const requestId = await active();
  await to('2027-06-07T07:00:00Z');
  const ended = await story.read(requestId);
  expect(ended).toMatchObject({
    status: 'EXPIRED',
    alongside: [],
    renewal: null,
    waitingOn: 'site admin',
    failing: null,
  });
  expect(ended.failure).toEqual({
    reason: 'RenewalMissed',
    actor: 'site admin',
    message:
      'The certificate ended on 2027-06-06T23:59:59.000Z and was not renewed: nobody approved login.www.example.com, login.shop.example.com, login.www.example.org, login.example.net and login.blog.example.net. Browsers refuse login.www.example.com, login.shop.example.com, login.www.example.org, login.example.net and login.blog.example.net now.',
    remedy:
      'Generate a new certificate with the method DNS (AWS takes no new ones by e-mail validation after 2027-03-31). It is the only cure, for AWS does not renew what has ended; the names serve again as soon as it is issued and attached.',
  });
  expect(ended.aliases.map(({ conditions }) => conditions.serving?.reason)).toEqual(Array(5).fill('DoesNotServe'));
  expect(letters().at(-1)).toBe(
    'The certificate of prefix "login" of site acme has ended: what happened and what to do',
  );
  const events = await story.history(`${requestId}-renew-20270606`, 'renew-certificate');
  expect(events.at(-1)?.type).toBe('ExecutionFailed');

  const cure = await story.generate(PREFIX);
  expect(cure.method).toBe('DNS');
  const waiting = await story.until(cure.requestId, ({ step }) => step === 'AwaitValidation');
  for (const { validationRecord } of waiting.aliases)
    if (validationRecord) addValidationRecord(story, validationRecord);
  // The prefix was saved all the time.
  const cured = await story.until(cure.requestId, ({ status: now }) => now === 'ACTIVE');
  expect(cured.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
});
