/** Another account holds a name with a distribution that is disabled: the TXT proof is enough, and AWS Support is not needed. */
import {
  addProofs,
  conflictOf,
  expectMovedByCloudFront,
  expectOnlyOurs,
  expectTold,
  givenConflict,
  HELD,
} from '../support/stories/conflict.ts';
import { playToRecords } from '../support/stories/ownership.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('is moved by the API on the proof of a TXT record, without a case at AWS Support', async () => {
  const { holder, waiting, requestId } = await givenConflict(story, { enabled: false });
  expectTold(story, waiting, holder);

  const opened = await playToRecords(story, requestId);
  expect(opened).toMatchObject({ status: 'open', phase: 'TXT', waitingOn: 'customer DNS', supportCase: null });
  addProofs(story, opened);

  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  await story.settle();
  expect(ready).toMatchObject({ moveId: opened.moveId });
  await expectMovedByCloudFront(story, ready);
  expect(story.foreign.holder(holder.id)).toMatchObject({ aliases: [], enabled: false });
  const asking = story.world.mutations.filter(({ operation }) => operation === 'UpdateDomainAssociation');
  // Ours on our distribution; the other end of it is CloudFront's own doing.
  expect(asking.map(({ principal, owner }) => [principal, owner])).toEqual([
    ['MoveAliases', expect.any(String)],
    ['cloudfront.amazonaws.com', holder.account],
  ]);
  expect(asking[1]?.resource).toContain(holder.id);
  expect(conflictOf(ready)?.message).toBe(`AWS confirms that no other CloudFront resource holds ${HELD}.`);
  await expectOnlyOurs(story);
});
