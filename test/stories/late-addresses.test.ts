/** ACM takes its time to say whom it asks: nobody is told anything before each name has its addresses, however late that is. */

import { PREFIX } from '../../local/scenery.ts';
import { mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
});
afterEach(() => story.stop());

it.each([
  ['within the hour that we wait for them', 40, 'AwaitValidationRecords'],
  ['later than that', 150, 'AwaitValidation'],
])('tells the customer only then: %s', async (_, minutes, step) => {
  story.acm.spans.set('contacts', { least: minutes * 60, spread: 1 });
  const { requestId } = await story.generate(PREFIX);
  await story.hours((minutes - 1) / 60);
  const waiting = await story.read(requestId);
  expect(waiting).toMatchObject({ step, status: 'PENDING', waitingOn: 'AWS', deadline: null });
  expect(waiting.aliases.map(({ addresses, conditions }) => [addresses, conditions.approval])).toEqual(
    Array(5).fill([[], undefined]),
  );
  expect(lettersTo(story, CONTACT)).toEqual([]);

  const asked = await story.until(requestId, ({ status }) => status === 'ACTION_REQUIRED');
  expect(asked).toMatchObject({ waitingOn: 'mailbox owner', deadline: expect.stringMatching(/^2026-11-24T09:00/) });
  expect(asked.aliases.every(({ addresses }) => addresses.length === 5)).toBe(true);
  await story.settle();
  expect(lettersTo(story, CONTACT)).toMatchObject([
    { subject: 'Approve 5 certificate mails for prefix "login" of site acme' },
  ]);

  await playToReady(story, requestId);
  expect(lettersTo(story, CONTACT).map(({ subject }) => subject)).toEqual([
    'Approve 5 certificate mails for prefix "login" of site acme',
    'All 5 names serve: save prefix "login" of site acme in the site settings',
  ]);
});
