/** What finding and moving a held name costs at AWS depends on the request's names, and on nothing else that CloudFront serves. */
import { recordCalls } from '../../local/calls.ts';
import { addProofs, expectOnlyOurs, givenConflict } from '../support/stories/conflict.ts';
import { playToRecords } from '../support/stories/ownership.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
afterEach(() => story.stop());

/** From the request to READY: one of five names is held, and is moved by the API. */
async function callsBeside(foreign: number): Promise<{ found: Record<string, number>; all: Record<string, number> }> {
  story = await beginStory();
  await story.foreign.addForeign(foreign);
  story.world.random.skipTo(1_000_000); // whatever takes time takes as long in both
  const calls = recordCalls(story);
  try {
    const { requestId } = await givenConflict(story, { enabled: false });
    const found = calls.counts();
    addProofs(story, await playToRecords(story, requestId));
    await story.until(requestId, ({ status }) => status === 'READY');
    await expectOnlyOurs(story);
    return { found, all: calls.counts() };
  } finally {
    calls.stop();
  }
}

it('makes the same calls beside 10 and beside 10,000 foreign distributions', async () => {
  const few = await callsBeside(10);
  await story.stop();
  const many = await callsBeside(10_000);
  expect(many).toEqual(few);
  // Each of five names once; of the held one once more before the others are added.
  expect(few.found).toMatchObject({ 'POST /2020-05-31/domain-conflicts': 6 });
  expect(few.all).not.toHaveProperty(['GET /2020-05-31/distribution']);
});
