/** A record that breaks between its check and the proof: the customer is told, not on-call; mended it serves, never mended it ends. */
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { approveAll, cancel, trustOne } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, expectFailed, expectNextOneServes, lettersTo } from '../support/stories/validation.ts';

const ALIAS = 'login.www.example.com';

let story: Story;
let requestId: string;
/** Approved; then somebody removes the record of its only name. */
beforeEach(async () => {
  story = await beginStory();
  await trustOne(story);
  ({ requestId } = await story.generate(PREFIX));
  const { certificateArn } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  await approveAll(story, certificateArn);
  story.zones.remove('example.com', ALIAS, 'CNAME');
  await story.until(requestId, ({ step }) => step === 'AwaitServing');
});
afterEach(() => story.stop());

it('waits for whoever manages the DNS, and goes on by itself to READY', async () => {
  await story.hours(1);
  const waiting = await story.read(requestId);
  expect(waiting).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS', failing: null });
  expect(waiting.aliases[0]?.conditions).toMatchObject({
    dns: { reason: 'CnameMissing', message: `${ALIAS} has no DNS record.` },
    serving: {
      reason: 'MisledByDns',
      actor: 'customer DNS',
      remedy: `Whoever manages the DNS of example.com puts the record back by ${waiting.deadline}: ${ALIAS} CNAME acme.sslproxy.us1.gigya.com. We look again by ourselves and go on; after ${waiting.deadline} the request ends.`,
    },
  });
  expect(lettersTo(story, CONTACT).filter(({ subject }) => subject.includes('does not lead here'))).toHaveLength(1);
  expect(story.alarms.ringing()).toEqual([]);

  mendRecord(story, 'www.example.com');
  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  expect(ready.aliases[0]?.conditions).toMatchObject({ dns: { status: 'True' }, serving: { status: 'True' } });
});

it('gives up after fourteen days, leaves nothing behind, and the next request serves', async () => {
  await story.hours(14 * 24 - 1);
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTION_REQUIRED' });
  const { failure } = await expectFailed(story, requestId);
  expect(failure).toMatchObject({ reason: 'ServingGivenUp', actor: 'customer DNS' });
  mendRecord(story, 'www.example.com');
  await story.hours(1); // caches forget
  await expectNextOneServes(story);
}, 60_000); // fourteen days of looks

it('ends by cancel while it waits', async () => {
  await cancel(story, requestId);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  await story.settle();
  expect(await leftBehind(story, SITE.siteId)).toMatchObject({ claims: [], waits: [], certificates: [], aliases: [] });
});
