/**
 * An app in AWS Amplify holds a name, on a distribution of AWS's own. Neither the API nor AWS Support takes it from there: its owner
 * is told so first, and again in the words of our on-call, and removes it.
 */
import { AMPLIFY_ACCOUNT } from '../../local/foreign.ts';
import { fileCase } from '../../local/people.ts';
import { conflictOf, expectOnlyOurs, expectTold, givenConflict, HELD, ticketOf } from '../support/stories/conflict.ts';
import { decide, playToSupport } from '../support/stories/ownership.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('is named with the place to remove it, handed back when AWS Support cannot move it, and goes on when it is removed', async () => {
  const { holder, waiting, requestId } = await givenConflict(story, { account: AMPLIFY_ACCOUNT });
  expect(conflictOf(waiting)?.message).toContain(`${HELD} is a custom domain in AWS Amplify`);
  expectTold(story, waiting, holder, {
    first: `Remove ${HELD} by ${waiting.deadline} in the Amplify console of whichever AWS account of yours has the app`,
  });

  const opened = await playToSupport(story, requestId);
  expect(opened.aliases).toMatchObject([{ holder: { kind: 'awsService', service: 'AWS Amplify' } }]);
  const { caseId } = await fileCase(story, opened);
  const [answer] = story.support.actNow(caseId)?.answers ?? [];
  expect(answer).toMatchObject({ alias: HELD, moved: false });
  expect(answer?.text).toContain('The owner has to remove the domain there.');

  const note = 'AWS Support cannot move it. Remove the custom domain in your Amplify app "shop".';
  await decide(story, opened, 'handBack', note);
  const back = await story.until(requestId, (request) => conflictOf(request)?.reason === 'ConflictHandedBack');
  await story.settle();
  expect(back).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'site admin', failure: null });
  expect(conflictOf(back)?.message).toContain(note);
  expect(conflictOf(back)?.remedy).toContain(`Do what our on-call says by ${back.deadline}`);
  expect(await ticketOf(story)).toMatchObject({ ticketId: opened.ticketId, status: 'closed', outcome: 'handedBack' });
  const told = lettersTo(story, CONTACT).filter(({ text }) => text.includes(note));
  expect(told).toHaveLength(1);

  await story.hours(1);
  expect((await story.read(requestId)).step).toBe('AwaitRelease');
  story.foreign.release(holder.id);
  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
  await expectOnlyOurs(story);
});
