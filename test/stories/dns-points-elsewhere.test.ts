/**
 * CloudFront's other 409: nobody holds the names, but the DNS of one leads to another distribution. It is told apart, the other
 * names serve, and the request goes on by itself when the record is mended, however often it was wrong before.
 */
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { conflictOf, expectOnlyOurs } from '../support/stories/conflict.ts';
import { leftBehind, NOTHING } from '../support/stories/left-behind.ts';
import { passTo } from '../support/stories/ownership.ts';
import { approveAll, mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { stranger, type TheirDistribution } from '../support/stories/stranger.ts';

const ALIAS = 'login.www.example.com';

let story: Story;
let other: TheirDistribution;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
  other = await stranger(story, '999988887777').distribution();
});
afterEach(async () => {
  await expectOnlyOurs(story, { tickets: 0 });
  await story.stop();
});

/** The DNS of `ALIAS` leads to another distribution, by a record of its own or by a wildcard. */
function lead(name: string): void {
  if (name !== ALIAS) story.zones.remove('example.com', ALIAS, 'CNAME');
  story.zones.put('example.com', { name, type: 'CNAME', ttl: 300, values: [other.domainName] });
}

/** It is wrong before anything begins, mended, and wrong again while people approve. */
async function givenWrongAgain(name: string): Promise<string> {
  lead(name);
  await story.hours(1); // caches forget
  const { requestId } = await story.generate(PREFIX, 'wait');
  const asked = await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  expect(asked.aliases[0]?.conditions.dns).toMatchObject({ status: 'False' });
  expect(asked.aliases[0]?.conditions.dns?.message).toContain(other.domainName);
  mendRecord(story, 'www.example.com');
  const { certificateArn } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  lead(name);
  await story.hours(1);
  await approveAll(story, certificateArn);
  return requestId;
}

it.each([
  ['a record', ALIAS],
  ['a wildcard record', '*.example.com'],
])('keeps off the one name that %s leads elsewhere again, and goes on by itself when it is mended', async (_, name) => {
  const requestId = await givenWrongAgain(name);
  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitRelease');
  expect(waiting).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS', failure: null, failing: null });
  const told = conflictOf(waiting, ALIAS);
  expect(told).toMatchObject({
    status: 'False',
    reason: 'DnsPointsElsewhere',
    actor: 'customer DNS',
    message: `CloudFront refuses ${ALIAS}: its DNS leads to another CloudFront distribution (${other.domainName}).`,
  });
  expect(told?.remedy).toContain(`points ${ALIAS} to ${waiting.target} by ${waiting.deadline}`);
  await story.hours(1);
  const serving = (await story.read(requestId)).aliases.map(({ conditions }) => conditions.serving?.status);
  expect(serving).toEqual([undefined, 'True', 'True', 'True', 'True']);

  mendRecord(story, 'www.example.com');
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failure: null });
});

it('ends as DnsPointsElsewhere after seven days, leaves nothing behind, and succeeds when the record is back', async () => {
  const requestId = await givenWrongAgain(ALIAS);
  const { deadline } = await story.until(requestId, ({ step }) => step === 'AwaitRelease');
  await passTo(story, `${deadline}`);
  const ended = await story.until(requestId, ({ failure }) => failure !== null);
  expect(ended).toMatchObject({
    status: 'FAILED',
    failing: null,
    failure: {
      reason: 'DnsPointsElsewhere',
      message: `CloudFront refused ${ALIAS}: after 7 days the DNS still led to another CloudFront distribution.`,
    },
  });
  expect(ended.failure?.remedy).toMatch(
    /^Point each of them at this site's CNAME target only .* and generate again\.$/,
  );
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);

  mendRecord(story, 'www.example.com');
  await story.hours(1);
  const next = await story.generate(PREFIX);
  expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY', failure: null });
});
