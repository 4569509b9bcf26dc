/** Months in which nothing happens cost one look a day, which writes nothing but when to look next. Renewals by DNS happen by themselves. */
import { addValidationRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

/** Ticks of one renewal: glances for a day after each of its two changes of what serves, and some looks of its own. */
const GLANCED = 2 * 26 + 12;

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
  const written = changes();
  const invoked: string[] = [];
  story.onInvoked((name) => name !== 'Api' && invoked.push(name));

  await story.hours(3 * 24); // glances go on until what serves has stood still for a day
  invoked.length = 0;
  const events = await eventsOf(requestId);
  await story.hours(149 * 24); // until the day before the first window
  expect(invoked.length).toBeLessThanOrEqual(150);
  expect(await eventsOf(requestId)).toEqual(events);
  await story.hours(213 * 24);
  const counted = (name: string) => invoked.filter((each) => each === name).length;
  const renewals = counted('NotifyApprovers');
  expect(renewals).toBe(4); // from 2027-04-22 on every 55 days
  expect(counted('FinishRenewal')).toBe(renewals);
  expect(counted('Watch')).toBeLessThanOrEqual(362 + renewals * GLANCED);
  expect(new Set(invoked)).toEqual(new Set(['Watch', 'NotifyApprovers', 'AwaitRenewal', 'FinishRenewal']));
  expect(story.mail.mailboxes.list()).toHaveLength(mails);
  expect(changes()).toEqual(written);
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE', alongside: [], waitingOn: 'nobody' });
});

/** Of what serves: jobs begin, and the bus is told of new ends. */
function changes() {
  const telling = ['states', 'eventbridge'];
  return story.world.mutations.filter(({ principal, service }) => principal !== 'AWS' && !telling.includes(service));
}

async function eventsOf(requestId: string): Promise<unknown[]> {
  const path = `/sites/${SITE.siteId}/certificates/${requestId}/history`;
  return (await story.call<{ events: unknown[] }>('GET', path)).events;
}
