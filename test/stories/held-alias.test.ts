/** Somebody else's distribution holds one name: the request says who, as far as AWS tells, and leaves nothing behind. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { describeExecution, leftBehind, NOTHING } from '../support/left-behind.ts';
import { mendAll, play, playToReady } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';
import { stranger } from '../support/stranger.ts';

const HELD = 'login.blog.example.net';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('ends as AliasHeld with the holder named, takes everything back, and succeeds after the release', async () => {
  const them = stranger(story, '999988887777');
  const theirs = await them.hold(HELD, 'example.net');
  mendAll(story);
  await story.hours(1);

  const { requestId } = await story.generate(PREFIX);
  const ended = await playToReady(story, requestId);
  const holder = `distribution ${theirs.id.slice(-7).padStart(theirs.id.length, '*')} of account ******887777`;
  expect(ended).toMatchObject({
    status: 'FAILED',
    failing: null,
    deadline: null,
    failure: {
      reason: 'AliasHeld',
      message: `Identity already exists: other CloudFront resources hold ${HELD} (${holder}).`,
    },
  });
  expect(ended.failure?.remedy).toMatch(
    /^Look for the name in your own CloudFront distributions.*and generate again\.$/,
  );
  expect(ended.aliases.map(({ alias, conditions }) => [alias, conditions.conflict?.status])).toEqual([
    ['login.www.example.com', 'True'],
    ['login.shop.example.com', 'True'],
    ['login.www.example.org', 'True'],
    ['login.example.net', 'True'],
    [HELD, 'False'],
  ]);
  expect(ended.aliases[4]?.conditions.conflict?.message).toBe(
    `Identity already exists: ${HELD} is held by another CloudFront resource (${holder}).`,
  );
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  await story.settle();
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'FAILED', error: 'AliasHeld' });
  expect(await them.namesOf(theirs)).toEqual([HELD]);

  await them.release(theirs);
  const next = await story.generate(PREFIX);
  expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY', failure: null });
});

it('tells nobody that it is over before the certificate is off and the claims are free', async () => {
  await stranger(story, '999988887777').hold(HELD, 'example.net');
  mendAll(story);
  await story.hours(1);
  const { requestId } = await story.generate(PREFIX);
  const cleaning = await play(story, requestId, ({ step }) => step === 'AwaitUnused');
  expect(cleaning).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', failure: null });
  await expect(story.generate(PREFIX)).rejects.toThrow(`Request ${requestId} of this site is still running.`);
});
