/** Amazon SES has sent all that the account may send in a day: no workflow stands still for a letter, and no letter is lost. */
import { createFaults } from '../../local/aws/faults.ts';
import { PREFIX } from '../../local/scenery.ts';
import { mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const letters = () => lettersTo(story, CONTACT).map(({ subject }) => subject);

it.each([
  ['TooManyRequestsException', 429],
  ['LimitExceededException', 400],
])('goes on without its letters (%s), which leave when they can', async (error, status) => {
  mendAll(story);
  await story.hours(1); // DNS caches forget
  const faults = createFaults(story.world);
  const quota = { error, status, message: 'Daily message quota exceeded.' };
  faults.add({ service: 'ses', operation: 'SendEmail', kind: 'refuse', ...quota });
  const { requestId } = await story.generate(PREFIX);
  await story.hours(4);
  const waiting = await story.read(requestId);
  expect(waiting).toMatchObject({ step: 'AwaitValidation', waitingOn: 'mailbox owner', failing: null });
  expect(letters()).toEqual([]);

  faults.clear();
  await story.hours(1);
  expect(letters()).toEqual([`Approve 5 certificate mails for prefix "${PREFIX}" of site acme`]);
  await story.hours(3);
  expect(letters()).toHaveLength(1);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failing: null });
});
