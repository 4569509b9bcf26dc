/**
 * What AWS's two dates, 2027-03-31 and 2027-09-30, do to certificates that serve already; email-sunset.test.ts has what is still on its
 * way. Nobody approves a renewal in these stories.
 */
import type { RequestView } from '../../core/view.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { addAll, campaign, migrating, recordsOf, servingByMail } from '../support/stories/migration.ts';
import { mendAll, trustOne } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
afterEach(() => story.stop());
const beginOn = async (start: string) => {
  story = await beginStory({ start: new Date(start) });
  await trustOne(story);
};
const until = (day: string) => story.world.clock.jumpTo(new Date(`${day}T12:00:00Z`));

async function finishMigration(requestId: string): Promise<RequestView> {
  addAll(story, recordsOf(await migrating(story, requestId)));
  return story.until(requestId, ({ migration }) => migration?.end !== null);
}

async function servingByDns(): Promise<RequestView> {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'wait', 'DNS');
  addAll(story, recordsOf(await story.until(requestId, ({ step }) => step === 'AwaitValidation')));
  await story.until(requestId, ({ status }) => status === 'READY');
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await story.settle();
  return story.read(requestId);
}

const serves = ({ aliases }: RequestView) => aliases.every(({ conditions }) => conditions.serving?.status === 'True');

it('leaves a certificate by e-mail on the air when new ones end, and lets it be moved to DNS after', async () => {
  await beginOn('2027-03-14T09:00:00Z');
  const { requestId, notAfter } = await servingByMail(story);
  expect(notAfter).toBe('2027-09-27T23:59:59.000Z');
  await until('2027-04-01');
  const after = await story.read(requestId);
  expect(after).toMatchObject({ status: 'ACTIVE', method: 'EMAIL', failure: null });
  expect(serves(after)).toBe(true);
  expect(await campaign(story)).toMatchObject([
    {
      requestId,
      state: 'NOT_STARTED',
      lastSafeDay: '2027-09-22',
      mailRenewal: { from: '2027-08-13', until: '2027-09-27' },
    },
  ]);
  expect(await finishMigration(requestId)).toMatchObject({ status: 'ACTIVE', method: 'DNS', notAfter });
});

it('can be moved on its last safe day', async () => {
  await beginOn('2027-03-14T09:00:00Z');
  const { requestId, certificateArn } = await servingByMail(story);
  await until('2027-09-22');
  const moved = await finishMigration(requestId);
  expect(moved).toMatchObject({ status: 'ACTIVE', method: 'DNS', certificateArn });
  // As it was, or renewed under the same ARN by the new records in the same minutes.
  expect(['2027-09-27T23:59:59.000Z', '2027-12-30T23:59:59.000Z']).toContain(moved.notAfter);
  expect(serves(moved)).toBe(true);
});

it('has no renewal by mail left after the last renewals: the list says so', async () => {
  await beginOn('2027-03-31T09:00:00Z');
  const { notAfter } = await servingByMail(story);
  expect(notAfter).toBe('2027-07-08T23:59:59.000Z'); // 100 days: its renewal can still go by mail
  expect(await campaign(story)).toMatchObject([
    { lastSafeDay: '2027-07-03', mailRenewal: { from: '2027-05-24', until: '2027-07-08' } },
  ]);
});

it('expires where it was neither renewed nor moved; only DNS brings a new one', async () => {
  await beginOn('2027-03-14T09:00:00Z');
  const { requestId } = await servingByMail(story);
  await until('2027-10-01');
  expect(await story.read(requestId)).toMatchObject({ status: 'EXPIRED', method: 'EMAIL' });
  expect(await campaign(story)).toEqual([]);
  await expect(story.generate(PREFIX, 'wait', 'EMAIL')).rejects.toThrow('AWS takes no new certificates by e-mail');
  expect(await story.generate(PREFIX, 'wait')).toMatchObject({ method: 'DNS', status: 'PENDING' });
});

it('ends a migration that waits for records when its certificate ends', async () => {
  await beginOn('2027-03-14T09:00:00Z');
  const { requestId } = await servingByMail(story);
  await until('2027-09-24'); // two days too late to be safe
  const begun = await migrating(story, requestId);
  expect(begun.migration?.until).toBe('2027-09-27T23:59:59.000Z');
  await until('2027-10-01');
  const ended = await story.read(requestId);
  expect(ended.status).toBe('EXPIRED');
  expect(ended.migration?.state).toBe('ENDED');
});

it('concerns nothing that is validated by DNS, on either date', async () => {
  await beginOn('2027-03-14T09:00:00Z');
  const { requestId } = await servingByDns();
  await until('2027-04-01');
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE', method: 'DNS', migration: null });
  expect(await campaign(story, 'all')).toEqual([]);
  await story.call('DELETE', `/sites/${SITE.siteId}/prefix`);
});

it('issues by DNS what was asked for before and is validated after the last renewals', async () => {
  await beginOn('2027-09-30T20:00:00Z');
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'wait');
  const named = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  await until('2027-10-01');
  addAll(story, recordsOf(named));
  expect(await story.until(requestId, ({ status }) => status === 'READY')).toMatchObject({ method: 'DNS' });
});

it('invites the contacts once, and reminds them twice, until the site is moved', async () => {
  await beginOn('2026-11-21T09:00:00Z');
  const { requestId } = await servingByMail(story);
  const letters = () =>
    story.mail.mailboxes
      .list('web-team@example.com')
      .map(({ subject }) => subject)
      .filter((subject) => /to DNS validation by/.test(subject));
  const invitation = `Move prefix "${PREFIX}" of site acme to DNS validation by 2027-06-01`;
  await until('2027-04-01');
  expect(letters()).toEqual([]);
  await until('2027-04-03');
  expect(letters()).toEqual([invitation]);
  await until('2027-05-20');
  expect(letters()).toEqual([invitation, invitation.replace('Move', 'Reminder: move')]);
  await finishMigration(requestId);
  await until('2027-06-02');
  expect(letters()).toEqual([invitation, invitation.replace('Move', 'Reminder: move')]);
});
