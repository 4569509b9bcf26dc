/** CloudFront's other 409: nobody holds the names, but the DNS of one leads to another distribution. Told apart, and cleaned up. */

import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { leftBehind, NOTHING } from '../support/left-behind.ts';
import { approveAll, mendAll, play, playToReady } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';
import { stranger } from '../support/stranger.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('ends as DnsPointsElsewhere when a record was moved while people approved, and succeeds when it is back', async () => {
  mendAll(story);
  const other = await stranger(story, '999988887777').distribution();
  const { requestId } = await story.generate(PREFIX);
  const { certificateArn } = await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  story.zones.put('example.org', {
    name: 'login.www.example.org',
    type: 'CNAME',
    ttl: 300,
    values: [other.domainName],
  });
  await story.hours(1);
  await approveAll(story, certificateArn);

  const ended = await story.until(requestId, ({ failure }) => failure !== null);
  expect(ended).toMatchObject({ status: 'FAILED', failing: null, failure: { reason: 'DnsPointsElsewhere' } });
  expect(ended.failure?.message).toMatch(/^CloudFront refused the names, for the DNS of one of them leads to another/);
  expect(ended.failure?.remedy).toMatch(
    /^Point each of them at this site's CNAME target only .* and generate again\.$/,
  );
  expect(ended.aliases[2]?.conditions.conflict).toMatchObject({
    status: 'False',
    reason: 'DnsPointsElsewhere',
    message: 'CloudFront refuses login.www.example.org: its DNS still points to another distribution.',
  });
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);

  mendRecord(story, 'www.example.org');
  await story.hours(1);
  const next = await story.generate(PREFIX);
  expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY', failure: null });
});
