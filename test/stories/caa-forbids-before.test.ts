/** A CAA record forbids Amazon from the start: nothing is begun, the finding names the record, and the record's cure is the request's. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { expectNextOneServes } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('refuses with CaaForbids before any mail, and starts when the record is there', async () => {
  mendAll(story);
  const caa = (...values: string[]) =>
    story.zones.put('example.org', { name: 'example.org', type: 'CAA', ttl: 300, values });
  caa('0 issue "letsencrypt.org"');

  const refused = story.generate(PREFIX);
  await expect(refused).rejects.toThrow('1 of 5 names are not ready. Nothing was started.');
  const { problem } = await refused.catch((error) => error);
  const finding = JSON.stringify(problem);
  expect(finding).toContain('"reason":"CaaForbids"');
  expect(finding).toContain('The CAA records at example.org');
  expect(finding).toContain('example.org CAA 0 issue \\"amazon.com\\"');
  expect(await story.call('GET', `/sites/${SITE.siteId}/certificates`)).toMatchObject({ certificates: [] });
  expect(story.mail.mailboxes.list()).toEqual([]);

  caa('0 issue "letsencrypt.org"', '0 issue "amazon.com"');
  await story.hours(1); // caches forget
  await expectNextOneServes(story);
});
