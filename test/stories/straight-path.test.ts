/** The straight path: two wrong records put right, five mails approved, one certificate that serves five names. */
import { transitionsOf } from '../../local/history.ts';
import { approve, mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ALIASES = [
  'login.www.example.com',
  'login.shop.example.com',
  'login.www.example.org',
  'login.example.net',
  'login.blog.example.net',
];

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const letters = () => story.mail.mailboxes.list().map(({ subject }) => subject);

it('brings a certificate to ACTIVE in at most 25 transitions, with one wait for the DNS', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  expect(waiting).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS', certificateArn: null });
  expect(waiting.deadline).toBe('2026-12-05T09:00:00.000Z');
  expect(letters()).toEqual(['Set DNS records for 2 of 5 names of prefix "login" of site acme']); // ours; AWS has sent none

  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');
  const asked = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  expect(asked).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner' });
  expect(asked.aliases.map(({ alias }) => alias)).toEqual(ALIASES);
  expect(asked.aliases[1]?.addresses).toEqual([
    'administrator@example.com',
    'hostmaster@example.com',
    'postmaster@example.com',
    'webmaster@example.com',
    'admin@example.com',
  ]);

  for (const alias of ALIASES) await approve(story, alias);
  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
  expect(letters().at(-1)).toBe('All 5 names serve: save prefix "login" of site acme in the site settings');

  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  expect((await story.read(requestId)).status).toBe('ACTIVE');
  expect(transitionsOf(await story.history(requestId))).toBeLessThanOrEqual(25);
  const requested = story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate');
  expect(requested).toHaveLength(1);
});

it('sends one mail again when asked, refuses the same name within ten minutes, and says until when', async () => {
  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');
  const { requestId } = await story.generate(PREFIX);
  await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  const mailsBefore = story.mail.mailboxes.list('admin@example.org').length;
  const path = `/sites/${SITE.siteId}/certificates/${requestId}/resend`;

  await story.call('POST', path, { alias: 'login.www.example.org' });
  await story.settle();
  expect(story.mail.mailboxes.list('admin@example.org')).toHaveLength(mailsBefore + 1);

  const again = story.call('POST', path, { alias: 'login.www.example.org' });
  await expect(again).rejects.toThrow(/less than 10 minutes ago\. Wait until 2026-11-21T09:\d\d/);
});
