/** Months in which nothing happens cost nothing: no tick that could find nothing, no look, no call. Renewals by DNS happen by themselves. */
import { addValidationRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';

/** A second or two on an idle machine. */
jest.setTimeout(60_000);

let story: Story;
afterEach(() => story.stop());

it('renews four times in a year under the validity caps, by a few calls each, and bothers nobody', async () => {
  story = await beginStory();
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'refuse', 'DNS');
  const { aliases } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  for (const { validationRecord } of aliases) if (validationRecord) addValidationRecord(story, validationRecord);
  await story.until(requestId, ({ status }) => status === 'READY');
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await story.settle();
  const mails = story.mail.mailboxes.list().length;
  const written = story.world.mutations.filter(({ principal, service }) => principal !== 'AWS' && service !== 'states');
  const invoked: string[] = [];
  story.onInvoked((name) => invoked.push(name));

  await story.hours(152 * 24); // until the day before the first window
  expect(invoked.length).toBeLessThanOrEqual(2);
  await story.hours(213 * 24);
  const counted = (name: string) => invoked.filter((each) => each === name).length;
  const renewals = counted('NotifyApprovers');
  expect(renewals).toBe(4); // from 2027-04-22 on every 55 days
  expect(counted('FinishRenewal')).toBe(renewals);
  expect(counted('Watch')).toBeLessThanOrEqual(renewals * 12);
  expect(new Set(invoked)).toEqual(new Set(['Watch', 'NotifyApprovers', 'AwaitRenewal', 'FinishRenewal']));
  expect(story.mail.mailboxes.list()).toHaveLength(mails);
  const after = story.world.mutations.filter(({ principal, service }) => principal !== 'AWS' && service !== 'states');
  expect(after).toHaveLength(written.length);
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE', alongside: [], waitingOn: 'nobody' });
});
