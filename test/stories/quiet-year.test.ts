/** Months in which nothing happens cost nothing: no tick that could find nothing, no look, no call. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { addAll, recordsOf } from '../support/migration.ts';
import { mendAll } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('runs a function or two in the half-year of a certificate, within two seconds', async () => {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'wait', 'DNS'); // who is on e-mail gets letters
  addAll(story, recordsOf(await story.until(requestId, ({ step }) => step === 'AwaitValidation')));
  await story.until(requestId, ({ status }) => status === 'READY');
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await story.hours(0.1); // the activation is told
  const before = story.world.mutations.filter(({ principal }) => principal !== 'AWS').length;
  const invoked: string[] = [];
  story.onInvoked((name) => invoked.push(name));

  const began = performance.now();
  await story.hours(197 * 24);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(invoked.length).toBeLessThanOrEqual(3);
  expect(invoked.filter((name) => name !== 'Watch')).toEqual([]);
  expect(story.world.mutations.filter(({ principal }) => principal !== 'AWS')).toHaveLength(before);
  expect((await story.read(requestId)).status).toBe('ACTIVE');
}, 20_000);
