/** Somebody else holds a wildcard over a name. AWS lets the more specific name win; the stage's policy may be stricter. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { expectOnlyOurs } from '../support/stories/conflict.ts';
import { leftBehind, NOTHING } from '../support/stories/left-behind.ts';
import { mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ALIAS = 'login.blog.example.net';
const DAYS = 24;

let story: Story;
afterEach(async () => {
  await expectOnlyOurs(story, { tickets: 0 });
  await story.stop();
});

async function givenWildcard(wildcardOverlap: 'warn' | 'block') {
  story = await beginStory({ wildcardOverlap });
  const holder = await story.foreign.holdElsewhere({ alias: ALIAS, wildcard: true });
  mendAll(story);
  await story.hours(1);
  const { requestId } = await story.generate(PREFIX);
  return { holder, requestId };
}

it('is told and passed over by the policy warn: our name serves, and theirs is untouched', async () => {
  const { holder, requestId } = await givenWildcard('warn');
  const ready = await playToReady(story, requestId);
  expect(ready).toMatchObject({ status: 'READY', failure: null });
  expect(ready.aliases[4]?.conditions.conflict).toMatchObject({
    status: 'True',
    reason: 'WildcardOverlap',
    facts: { overlap: '*.blog.example.net' },
  });
  expect(story.foreign.holder(holder.id)?.aliases).toEqual(['*.blog.example.net']);
});

it('keeps the name off by the policy block, until it is released', async () => {
  const { holder, requestId } = await givenWildcard('block');
  const waiting = await play(story, requestId, ({ step }) => step === 'AwaitRelease');
  expect(waiting).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'site admin' });
  const conflict = waiting.aliases[4]?.conditions.conflict;
  expect(conflict).toMatchObject({ status: 'False', reason: 'WildcardHeld' });
  expect(conflict?.message).toContain(`holds *.blog.example.net, which covers ${ALIAS}.`);
  expect(conflict?.remedy).toContain(`Look by ${waiting.deadline} for *.blog.example.net`);
  const help = story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/ask-for-help`);
  await expect(help).rejects.toMatchObject({ problem: { status: 409, code: 'NothingHeld' } });

  story.foreign.release(holder.id);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failure: null });
});

it('ends the request by the policy block after seven days, and the next one succeeds after the release', async () => {
  const { holder, requestId } = await givenWildcard('block');
  await play(story, requestId, ({ step }) => step === 'AwaitRelease');
  await story.hours(7 * DAYS);
  const ended = await story.until(requestId, ({ failure }) => failure !== null);
  expect(ended.failure).toMatchObject({ reason: 'WildcardNotReleased', message: expect.stringContaining(ALIAS) });
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);

  story.foreign.release(holder.id);
  await story.hours(1);
  const { requestId: next } = await story.generate(PREFIX);
  expect(await playToReady(story, next)).toMatchObject({ status: 'READY', failure: null });
});
