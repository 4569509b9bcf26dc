/**
 * Another site of this service serves a name, though nobody claims it: the claim was lost. AWS would move the name inside our
 * account without any proof, so it is ours to refuse. Nothing is taken from the other site.
 */
import {
  CloudFrontClient,
  type DistributionConfig,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RequestView } from '../../core/view.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { approve, mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { expectOnlyOurs } from '../support/stories/conflict.ts';
import { leftBehind, NOTHING, reaching } from '../support/stories/left-behind.ts';
import { mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ALIAS = 'login.blog.example.net';
const RIVAL = { name: 'Another customer', dataCenter: 'us1', trustedSiteUrls: ['https://blog.example.net'] };

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
});
afterEach(() => story.stop());

/** The id of the distribution that serves the name. */
function servedBy(): string {
  const change = story.world.mutations.findLast(({ service, site }) => service === 'cloudfront' && site === 'rival');
  return change?.resource.split('/').at(-1) ?? '';
}

/** On-call, with the keys of our account, takes the names off a distribution by hand. */
async function takeNamesOff(id: string): Promise<void> {
  const client = new CloudFrontClient(reaching(story));
  const { ETag, DistributionConfig } = await client.send(new GetDistributionConfigCommand({ Id: id }));
  const config = { ...DistributionConfig, Aliases: { Quantity: 0 } } as DistributionConfig;
  await client.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: config }));
  client.destroy();
}

/** The other site's certificate serves the name; then its claim is lost, and the DNS leads to our story's site. */
async function givenRival(): Promise<string> {
  await story.call('PUT', '/sites/rival', RIVAL);
  mendRecord(story, 'blog.example.net', 'rival');
  await story.hours(1);
  const { requestId } = await story.call<RequestView>('POST', '/sites/rival/certificates', { prefix: PREFIX });
  await story.hours(1);
  await approve(story, ALIAS);
  const read = () => story.call<RequestView>('GET', `/sites/rival/certificates/${requestId}`);
  await story.hours(2);
  expect(await read()).toMatchObject({ status: 'READY' });

  const table = DynamoDBDocumentClient.from(new DynamoDBClient(reaching(story)));
  await table.send(new DeleteCommand({ TableName: TABLE_NAME, Key: { pk: `CLAIM#${ALIAS}`, sk: 'CLAIM' } }));
  table.destroy();
  mendRecord(story, 'blog.example.net');
  await story.hours(1);
  return servedBy();
}

it('ends as AliasOfOtherSite without naming it, takes nothing from it, and succeeds when it is gone', async () => {
  const rivals = await givenRival();
  expect(rivals).toMatch(/^E/);
  const { requestId } = await story.generate(PREFIX);
  const before = story.world.mutations.length;
  const ended = await play(story, requestId, ({ failure }) => failure !== null);
  expect(ended).toMatchObject({
    status: 'FAILED',
    failing: null,
    failure: {
      reason: 'AliasOfOtherSite',
      message: `Other sites of this service serve ${ALIAS} already, and a name can be served for one site only. It is never taken from a site.`,
    },
  });
  expect(ended.aliases[4]?.conditions.conflict?.reason).toBe('AliasHeldByOtherSite');
  const history = await story.call('GET', `/sites/${SITE.siteId}/certificates/${requestId}/history`);
  expect(JSON.stringify([ended, history])).not.toContain('rival');
  const left = await leftBehind(story, SITE.siteId);
  expect(left).toEqual({ ...NOTHING, certificates: [expect.any(String)] }); // the other site's

  await expectOnlyOurs(story, { tickets: 0, since: before });

  await takeNamesOff(rivals);
  await story.hours(1);
  const { requestId: next } = await story.generate(PREFIX);
  expect(await playToReady(story, next)).toMatchObject({ status: 'READY', failure: null });
});
