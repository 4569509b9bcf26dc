/** The end of e-mail validation: what each kind of request meets before, on and after AWS's last day. */

import type { Warning } from '../../core/sunset.ts';
import { approve, mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { HELD } from '../support/stories/conflict.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { approveAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { continueWithout } from '../support/stories/replacing.ts';

const ALIASES = [
  'login.www.example.com',
  'login.shop.example.com',
  'login.www.example.org',
  'login.example.net',
  'login.blog.example.net',
];

let story: Story;
afterEach(() => story.stop());

async function beginOn(start: string, { mended = true } = {}) {
  story = await beginStory({ start: new Date(start) });
  if (!mended) return;
  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');
}

function preflight(method?: 'EMAIL' | 'DNS') {
  const body = { prefix: PREFIX, ...(method && { method }) };
  return story.call<{ method: string; warnings: Warning[] }>('POST', `/sites/${SITE.siteId}/preflight`, body);
}

const requested = () => story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate');
const nothingStarted = async () => {
  const { certificates } = await story.call<{ certificates: unknown[] }>('GET', `/sites/${SITE.siteId}/certificates`);
  return certificates.length === 0 && requested().length === 0 && story.mail.mailboxes.list().length === 0;
};

it('takes e-mail by default in 2026, and says what its renewals will need', async () => {
  await beginOn('2026-12-31T23:59:00Z');
  const { method, warnings } = await preflight();
  expect(method).toBe('EMAIL');
  expect(warnings).toEqual([
    {
      code: 'EmailRenewalEnds',
      message:
        'AWS ends e-mail validation: no new certificates after 2027-03-31, no renewals after 2027-09-30. A certificate issued today has to be renewed between 2027-06-01 and 2027-07-16, by a click for every name; if that is missed, no new one can be had by e-mail.',
      remedy: 'Choose the method DNS: its records are added once, and renewals need nobody.',
    },
  ]);
});

it('takes DNS by default from 2027 on', async () => {
  await beginOn('2027-01-01T00:00:00Z');
  expect(await preflight()).toMatchObject({ method: 'DNS', warnings: [] });
  expect(await story.generate(PREFIX)).toMatchObject({ method: 'DNS', warnings: [] });
});

it('still takes e-mail on the last day, warns that the approvals fall behind it, and finishes what AWS finishes', async () => {
  await beginOn('2027-03-31T09:00:00Z');
  const { requestId, warnings } = await story.generate(PREFIX, 'refuse', 'EMAIL');
  expect(warnings.map(({ code }) => code)).toEqual(['EmailRenewalEnds', 'EmailApprovalOverSunset']);
  expect(warnings[1]).toMatchObject({
    message:
      'The approval mails can be used until 2027-04-03, and 2027-03-31 is the last day on which AWS takes new certificates by e-mail validation. AWS has not said what becomes of mails that are still open then.',
    remedy: 'Have every mail approved by the end of 2027-03-31, or choose the method DNS.',
  });

  await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  await story.hours(20);
  expect(story.world.clock.now().toISOString().slice(0, 10)).toBe('2027-04-01');
  for (const alias of ALIASES) await approve(story, alias);
  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  expect(ready.notAfter).toBe('2027-07-09T23:59:59.000Z'); // 100 days
});

it('refuses e-mail from the day after, before anything starts', async () => {
  await beginOn('2027-04-01T00:00:00Z');
  const refusal =
    'AWS takes no new certificates by e-mail validation after 2027-03-31. Nothing was started. Use the method DNS';
  await expect(preflight('EMAIL')).rejects.toThrow(refusal);
  await expect(story.generate(PREFIX, 'refuse', 'EMAIL')).rejects.toThrow(refusal);
  await expect(story.generate(PREFIX, 'wait', 'EMAIL')).rejects.toMatchObject({
    problem: { status: 400, code: 'EmailValidationEnded' },
  });
  await story.settle();
  expect(await nothingStarted()).toBe(true);
});

it('brings a request without a method to its DNS records on the day after', async () => {
  await beginOn('2027-04-01T00:00:00Z');
  const { requestId } = await story.generate(PREFIX);
  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  expect(waiting).toMatchObject({ method: 'DNS', waitingOn: 'customer DNS', deadline: '2027-04-04T00:00:00.000Z' });
});

it('ends a request by e-mail that still waits for its DNS when the last day has passed', async () => {
  await beginOn('2027-03-31T21:00:00Z', { mended: false });
  const { requestId } = await story.generate(PREFIX, 'wait', 'EMAIL');
  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  expect(waiting.deadline).toBe('2027-03-31T23:59:59.000Z');

  const ended = await story.until(requestId, ({ status }) => status === 'FAILED');
  expect(ended.failure).toMatchObject({
    reason: 'EmailValidationEnded',
    message:
      'The request was still waiting when AWS stopped taking new certificates by e-mail validation; 2027-03-31 was the last day.',
    remedy: 'Generate again with the method DNS: each name is validated by a CNAME that is added once.',
  });
  expect(requested()).toEqual([]);
  expect(story.world.clock.now().toISOString().slice(0, 13)).toBe('2027-04-01T00');

  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');
  await story.hours(1); // until the resolvers have forgotten
  expect(await story.generate(PREFIX)).toMatchObject({ method: 'DNS', status: 'PENDING' });
});

it('goes on without a held name after the last day, with the certificate that is issued: nothing is asked for again', async () => {
  await beginOn('2027-03-28T09:00:00Z');
  await story.foreign.holdElsewhere({ alias: HELD });
  await story.hours(1); // DNS caches forget
  const { requestId } = await story.generate(PREFIX, 'refuse', 'EMAIL');
  const { certificateArn } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  await approveAll(story, certificateArn);
  await story.until(requestId, ({ step }) => step === 'AwaitRelease');
  await story.hours(24 * 5);
  // Nobody could have it issued any more: no mail comes in, and Amazon may not.
  story.zones.remove('example.org', 'example.org', 'MX');
  const values = ['0 issue "letsencrypt.org"'];
  story.zones.put('example.com', { name: 'example.com', type: 'CAA', ttl: 300, values });
  await story.hours(2);

  await continueWithout(story, requestId, { without: [HELD] });
  const { replacedBy } = await story.until(requestId, ({ status }) => status === 'SUPERSEDED');
  const heir = await story.until(replacedBy ?? '', ({ status }) => status === 'READY');
  expect(heir).toMatchObject({ failure: null, certificateArn });
  expect(heir.aliases.map(({ conditions }) => conditions.mail?.reason)).toEqual(Array(4).fill('MailRouteFound'));
  expect((await leftBehind(story, SITE.siteId)).aliases).toEqual(ALIASES.filter((alias) => alias !== HELD));
});
