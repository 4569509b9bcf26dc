/** A name that ACM refuses at once though we found nothing wrong: the request ends before any mail, and succeeds without it. */
import { createFaults } from '../../local/aws/faults.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { expectFailed, expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it("ends as RequestRefused with AWS's words, and is cured by taking the domain off the site", async () => {
  mendAll(story);
  createFaults(story.world).add({
    service: 'acm',
    operation: 'RequestCertificate',
    kind: 'refuse',
    error: 'InvalidParameterException',
    message: 'The domain name login.www.example.org is not accepted.',
    times: 1,
  });
  const { requestId } = await story.generate(PREFIX);
  const failed = await expectFailed(story, requestId);
  expect(failed.failure).toEqual({
    reason: 'RequestRefused',
    actor: 'site admin',
    message: 'AWS refused the names: The domain name login.www.example.org is not accepted.',
    remedy: 'Correct the trusted site URLs and generate again; there is no time limit.',
  });
  expect(failed.certificateArn).toBeNull();

  const { siteId, ...site } = SITE;
  const trustedSiteUrls = site.trustedSiteUrls.filter((url) => !url.includes('example.org'));
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls });
  await expectNextOneServes(story);
});
