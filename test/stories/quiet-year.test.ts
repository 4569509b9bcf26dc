/** Months in which nothing happens cost two looks a day at what serves: no tick that could find nothing, no write, no other call. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll, playToReady } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('runs one function twice a day in a month, and changes nothing', async () => {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX);
  await playToReady(story, requestId);
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await story.settle();
  const before = story.world.mutations.filter(({ principal }) => principal !== 'AWS').length;
  const invoked: string[] = [];
  story.onInvoked((name) => invoked.push(name));

  await story.hours(30 * 24);
  expect(invoked.length).toBeLessThanOrEqual(30 * 2 + 2);
  expect(new Set(invoked)).toEqual(new Set(['Watch']));
  expect(story.world.mutations.filter(({ principal }) => principal !== 'AWS')).toHaveLength(before);
  expect((await story.read(requestId)).status).toBe('ACTIVE');
}, 60_000);
