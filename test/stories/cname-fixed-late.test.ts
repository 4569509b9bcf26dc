/** A record that nobody mends for days: the request stays parked, looks on by its cadence, and goes on when it is right. */
import type { InstructionsAnswer } from '../../core/api/answers-notify.ts';
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT } from '../../local/world.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: ['https://shop.example.com'] });
});
afterEach(() => story.stop());

const minutesOf = (times: readonly string[]) => times.map((time) => (Date.parse(time) - Date.parse(BEGIN)) / 60_000);
const BEGIN = '2026-11-21T09:00:00.000Z';
const TOLD = 'Set DNS records for 1 of 1 names of prefix "login" of site acme';
const letters = () => story.mail.mailboxes.list().map(({ subject }) => subject);

it('stays parked for three days, with no approval mail and no certificate, and goes on at once when a person asks', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await story.settle();
  await story.hours(72);
  const parked = await story.read(requestId);
  expect(parked).toMatchObject({
    status: 'ACTION_REQUIRED',
    step: 'AwaitPreflightFix',
    waitingOn: 'customer DNS',
    since: BEGIN,
    deadline: '2026-12-05T09:00:00.000Z',
    certificateArn: null,
    failing: null,
  });
  expect(parked.aliases[0]?.conditions.dns).toMatchObject({
    status: 'False',
    message:
      'login.shop.example.com points to acme.sslproxy.us1.gigya.com.example.com: the zone name was appended to the target.',
    lastChange: BEGIN,
  });
  expect(letters()).toEqual([TOLD]);
  expect(story.acm.certificates.of(OUR_ACCOUNT)).toEqual([]);

  const checkAgain = () => story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/check-again`);
  expect(await checkAgain()).toEqual({ looking: true });
  await story.settle();
  expect((await story.read(requestId)).nextCheckAt).toBe('2026-11-24T09:02:00.000Z'); // the cadence begins anew

  mendRecord(story, 'shop.example.com');
  await story.world.clock.jumpTo(new Date('2026-11-24T09:05:00Z')); // the old answers are forgotten
  await checkAgain();
  await story.settle();
  const going = await story.read(requestId);
  expect(going).toMatchObject({ status: 'PENDING', step: 'AwaitValidationRecords' });
  expect(going.aliases[0]?.conditions.dns?.reason).toBe('CnameCorrect');
});

it('tells the contacts which record to set, what stands there now and until when, to forward to whoever can', async () => {
  await story.generate(PREFIX, 'wait');
  await story.settle();
  const [{ text } = { text: '' }] = story.mail.mailboxes.list('web-team@example.com');
  expect(text).toContain(
    `login.shop.example.com points to acme.sslproxy.us1.gigya.com.example.com: the zone name was appended to the target.`,
  );
  expect(text).toContain(
    ['Name: login.shop.example.com', 'Type: CNAME', 'Value: acme.sslproxy.us1.gigya.com.']
      .map((line) => `  ${line}\n`)
      .join(''),
  );
  expect(text).toContain('You have time until 5 December 2026 at 09:00 UTC');
  const token = /#\/instructions\/(\w+)$/.exec(text.trimEnd())?.[1];
  const page = await story.call<InstructionsAnswer>('GET', `/instructions?token=${token}`);
  expect(page.instructions).toMatchObject([
    {
      alias: 'login.shop.example.com',
      state: 'open',
      records: [{ type: 'CNAME', value: 'acme.sslproxy.us1.gigya.com.' }],
    },
  ]);
});

it('looks after 1, 3, 6 and 11 minutes, every 10 minutes for three hours, then hourly', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await story.settle();
  const looks: string[] = [];
  for (let look = 0; look < 26; look++) {
    const { nextCheckAt } = await story.read(requestId);
    looks.push(nextCheckAt ?? '');
    await story.world.clock.jumpTo(new Date(nextCheckAt ?? ''));
  }
  const tens = Array.from({ length: 18 }, (_, n) => 21 + 10 * n);
  expect(minutesOf(looks)).toEqual([1, 3, 6, 11, ...tens, 251, 311, 371, 431]);
});

it('gives up after 14 days, says which names and what to do, and leaves nothing behind', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await story.world.clock.jumpTo(new Date('2026-12-05T08:59:00Z'));
  expect((await story.read(requestId)).status).toBe('ACTION_REQUIRED');
  await story.hours(1);
  const ended = await story.read(requestId);
  expect(ended.status).toBe('FAILED');
  expect(ended).toMatchObject({
    waitingOn: 'customer DNS',
    deadline: null,
    nextCheckAt: null,
    failure: {
      reason: 'PreflightGivenUp',
      message: 'These names were still not ready after 14 days: login.shop.example.com.',
      remedy:
        'Whoever manages their DNS corrects the records as the findings of each name say. Generate again when that is done; there is no time limit.',
    },
  });
  expect(story.acm.certificates.of(OUR_ACCOUNT)).toEqual([]);
  const mails = story.mail.mailboxes.list().map(({ to, subject }) => [to.join(), subject]);
  expect(mails).toEqual([
    ['web-team@example.com', TOLD],
    ['web-team@example.com', 'Reminder: set DNS records for 1 of 1 names of prefix "login" of site acme'],
    ['web-team@example.com', 'No certificate for prefix "login" of site acme: what happened and what to do'],
  ]);

  mendRecord(story, 'shop.example.com');
  expect((await story.generate(PREFIX)).status).toBe('PENDING');
});
