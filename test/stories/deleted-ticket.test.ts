/** Somebody deletes an OpsItem in AWS's console: the move whose ticket it was gets another, and ends like any other. */
import { DeleteOpsItemCommand, SSMClient } from '@aws-sdk/client-ssm';
import { SITE } from '../../local/scenery.ts';
import { givenConflict, ticketOf, ticketsOf } from '../support/stories/conflict.ts';
import { leftBehind, NOTHING, reaching } from '../support/stories/left-behind.ts';
import { playToRecords, playToSupport } from '../support/stories/ownership.ts';
import { cancel } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

async function deleteItem(OpsItemId: string): Promise<void> {
  const client = new SSMClient(reaching(story));
  await client.send(new DeleteOpsItemCommand({ OpsItemId }));
  client.destroy();
}

it('gets another at the next look, which says the same', async () => {
  const { requestId } = await givenConflict(story);
  const { ticketId, moveId, phase, supportCase } = await playToSupport(story, requestId);
  await deleteItem(ticketId);
  await story.hours(2);
  const another = await ticketOf(story);
  expect(another.ticketId).not.toBe(ticketId);
  expect(another).toMatchObject({ moveId, phase, supportCase, status: 'open', failing: null });
  expect(await ticketsOf(story)).toHaveLength(1);
  expect(await story.read(requestId)).toMatchObject({ failing: null, waitingOn: 'vendor on-call' });
  // Whoever has the old one's address finds the move.
  expect(await story.call('GET', `/tickets/${ticketId}`)).toMatchObject({ ticketId: another.ticketId });
});

it('is over with its request all the same, and leaves nothing behind', async () => {
  const { requestId } = await givenConflict(story);
  const { ticketId } = await playToRecords(story, requestId);
  await deleteItem(ticketId);
  await cancel(story, requestId);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  await story.hours(2);
  expect(await ticketOf(story)).toMatchObject({ status: 'closed', outcome: 'withdrawn', failing: null });
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
});
