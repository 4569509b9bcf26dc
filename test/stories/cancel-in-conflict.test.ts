/** The customer cancels in the middle of a conflict, before a case lies with AWS: nothing is left behind, and nothing was taken. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { expectOnlyOurs, givenConflict, HELD, ticketsOf } from '../support/stories/conflict.ts';
import { describeExecution, leftBehind, NOTHING, orphansOf } from '../support/stories/left-behind.ts';
import { playToRecords } from '../support/stories/ownership.ts';
import { cancel, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

async function expectNothingLeft(requestId: string): Promise<void> {
  await cancel(story, requestId);
  const canceled = await story.until(requestId, ({ status }) => status === 'CANCELED');
  expect(canceled).toMatchObject({ deadline: null, failing: null, failure: { reason: 'Canceled' } });
  await story.settle();
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  expect(await orphansOf(story)).toEqual([]);
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'FAILED', error: 'Canceled' });
}

it('while the release is awaited: no ticket was opened', async () => {
  const { requestId, holder } = await givenConflict(story);
  await expectNothingLeft(requestId);
  expect(story.foreign.holder(holder.id)?.aliases).toEqual([HELD]);
  await expectOnlyOurs(story, { tickets: 0 });
});

it('while TXT records are awaited: the ticket is closed as withdrawn, and the next request has one of its own', async () => {
  const { requestId, holder } = await givenConflict(story);
  const { ticketId } = await playToRecords(story, requestId);
  await expectNothingLeft(requestId);
  expect(await ticketsOf(story)).toMatchObject([{ ticketId, status: 'closed', outcome: 'withdrawn' }]);
  expect(story.foreign.holder(holder.id)?.aliases).toEqual([HELD]);

  story.foreign.release(holder.id);
  await story.hours(1);
  const next = await story.generate(PREFIX);
  expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY', failure: null });
  await expectOnlyOurs(story);
});
