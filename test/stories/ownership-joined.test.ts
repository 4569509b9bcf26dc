/**
 * A ticket is open already: a later request of the site joins its move, with a name that was not held before. One ticket and one
 * case in it, however often the customer begins again.
 */
import { fileCase } from '../../local/people.ts';
import { SITE } from '../../local/scenery.ts';
import {
  addProofs,
  expectOnlyOurs,
  givenConflict,
  HELD,
  playToConflict,
  ticketOf,
  ticketsOf,
} from '../support/stories/conflict.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { playToRecords, playToSupport } from '../support/stories/ownership.ts';
import { cancel, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

const LATER = 'login.shop.example.com';
const STRANGER = '444455556666';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('joins the move of a request that was canceled at AWS Support, with one more name, under the same ticket', async () => {
  const { requestId: first } = await givenConflict(story);
  const opened = await playToSupport(story, first);
  const filed = await fileCase(story, opened);
  await cancel(story, first);
  const canceled = await story.until(first, ({ status }) => status === 'CANCELED');

  const since = story.world.mutations.length;
  await story.foreign.holdElsewhere({ alias: LATER, account: STRANGER });
  const { requestId: second } = await playToConflict(story);
  await story.hours(2); // the move looks on, though its own request is over
  expect(await ticketsOf(story)).toMatchObject([{ ticketId: opened.ticketId, status: 'open', requestId: first }]);

  const joined = await playToRecords(story, second);
  expect(joined).toMatchObject({ ticketId: opened.ticketId, moveId: opened.moveId, requestId: second, phase: 'TXT' });
  expect(joined.notes.at(-1)?.text).toBe(`Case ${filed.caseId} does not name ${LATER}: add to it, or file another.`);
  expect(joined.aliases.map(({ alias, txt, path }) => [alias, txt, path])).toEqual([
    [HELD, 'seen', 'support'],
    [LATER, 'missing', 'txt'],
  ]);
  addProofs(story, joined);
  await story.until(second, ({ waitingOn }) => waitingOn === 'vendor on-call');
  await story.settle();
  const both = await ticketOf(story);
  expect(both).toMatchObject({ ticketId: opened.ticketId, phase: 'SUPPORT' });
  for (const name of [HELD, LATER]) expect(both.supportCase?.body).toContain(name);
  expect(both.supportCase?.body).not.toContain(canceled.certificateArn);

  story.support.actNow((await fileCase(story, both)).caseId);
  expect(await playToReady(story, second)).toMatchObject({ status: 'READY', failure: null, failing: null });
  await story.hours(1);
  expect(await ticketsOf(story)).toMatchObject([{ ticketId: opened.ticketId, status: 'closed', outcome: 'moved' }]);
  expect(story.world.mutations.slice(since).filter(({ operation }) => operation === 'CreateOpsItem')).toEqual([]);
  await expectOnlyOurs(story);
});

it('goes on by itself when AWS acts on the case of the canceled request before it has joined', async () => {
  const { requestId: first } = await givenConflict(story);
  const { caseId } = await fileCase(story, await playToSupport(story, first));
  await cancel(story, first);
  await story.until(first, ({ status }) => status === 'CANCELED');

  const { requestId: second } = await playToConflict(story);
  await story.hours(2); // the move looks on, though its own request is over
  story.support.actNow(caseId);
  const ready = await playToReady(story, second);
  expect(ready).toMatchObject({ status: 'READY', failure: null, moveId: null });
  await story.hours(1);
  expect(await ticketsOf(story)).toMatchObject([{ requestId: first, status: 'closed', outcome: 'moved' }]);
  const { claims, ...left } = await leftBehind(story, SITE.siteId);
  expect(claims).toHaveLength(5);
  expect(left).toMatchObject({ waits: [], certificates: [ready.certificateArn], certificate: ready.certificateArn });
  expect(lettersTo(story, CONTACT).filter(({ subject }) => subject.includes('generate again'))).toEqual([]);
  await expectOnlyOurs(story);
});
