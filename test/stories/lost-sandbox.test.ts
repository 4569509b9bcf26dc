/** Of two calls at one moment one loses its sandbox: the other ends, and what the lost one was about to do is never done. */
import { SITE } from '../../local/scenery.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const register = (siteId: string) =>
  story.call('PUT', `/sites/${siteId}`, { ...SITE, siteId: undefined, apiKey: `3_site-${siteId}`, name: siteId });
const made = () => story.world.mutations.filter(({ operation }) => operation.startsWith('CreateDistribution')).length;

it('takes nobody with it, and does nothing any more', async () => {
  const before = made();
  story.faults.add({
    service: 'cloudfront',
    operation: 'CreateDistributionWithTags',
    principal: 'Api',
    kind: 'kill',
    when: 'before',
    times: 1,
  });
  const both = await Promise.allSettled([register('first'), register('second')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await story.hours(1);
  expect(made() - before).toBe(1);
});
