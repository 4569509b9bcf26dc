/** A record that nobody mends: the request that waits for it gives up after 14 days, and the next one succeeds when it is right. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { expectFailed, expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('ends as PreflightGivenUp, before any mail or certificate', async () => {
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: ['https://shop.example.com'] });
  const { requestId } = await story.generate(PREFIX, 'wait');
  await story.hours(14 * 24 - 1);
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' });

  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual({
    reason: 'PreflightGivenUp',
    actor: 'customer DNS',
    message: 'These names were still not ready after 14 days: login.shop.example.com.',
    remedy:
      'Whoever manages their DNS corrects the records as the findings of each name say. Generate again when that is done; there is no time limit.',
  });
  expect(story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate')).toEqual([]);

  mendAll(story);
  await story.hours(1); // caches forget
  await expectNextOneServes(story);
});
