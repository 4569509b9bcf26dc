/**
 * The request ends while its case lies with AWS Support. What was asked for there cannot be taken back: when AWS acts, the name is
 * set free, everything that was kept for it goes, and the customer reads that he can generate again.
 */
import { fileCase } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { expectOnlyOurs, givenConflict, HELD, ticketOf } from '../support/stories/conflict.ts';
import { leftBehind, NOTHING } from '../support/stories/left-behind.ts';
import { playToSupport } from '../support/stories/ownership.ts';
import { cancel, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('is over at once, keeps what AWS needs until AWS has acted, then frees the name, and the next request gets it', async () => {
  const { requestId, holder } = await givenConflict(story);
  const { caseId } = await fileCase(story, await playToSupport(story, requestId));
  const { certificateArn } = await story.read(requestId);

  await cancel(story, requestId);
  expect(await story.until(requestId, ({ status }) => status === 'CANCELED')).toMatchObject({ deadline: null });
  expect(await leftBehind(story, SITE.siteId)).toEqual({
    claims: [HELD],
    waits: ['AwaitSupport'],
    certificates: [certificateArn],
    certificate: certificateArn,
    aliases: [],
  });
  expect(await ticketOf(story)).toMatchObject({ status: 'open', phase: 'SUPPORT' });

  expect(story.support.actNow(caseId)?.answers).toMatchObject([{ alias: HELD, moved: true }]);
  expect((await leftBehind(story, SITE.siteId)).aliases).toEqual([HELD]);
  await story.hours(3); // until watch looks, CloudFront deploys, and ACM knows that the certificate is unused
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  expect(await ticketOf(story)).toMatchObject({ status: 'closed', outcome: 'freed', waitingOn: 'nobody' });
  expect(story.foreign.holder(holder.id)?.aliases).toEqual([]);
  const letter = lettersTo(story, CONTACT).at(-1);
  expect(letter?.subject).toBe(`Names of prefix "${PREFIX}" of site acme are free: generate again`);
  expect(letter?.text).toContain(`  ${HELD}\n`);
  expect(await story.read(requestId)).toMatchObject({ status: 'CANCELED', failing: null });

  const next = await story.generate(PREFIX);
  expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY', failure: null });
  await expectOnlyOurs(story);
});
