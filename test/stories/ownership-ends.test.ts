/**
 * An ownership move that comes to no good end: who has not done what, the customer's next step, and everything given back. Word of
 * a person ends it, or time; but no word makes a name ours that AWS says somebody else holds.
 */

import type { RequestView } from '../../core/view.ts';
import { fileCase } from '../../local/people.ts';
import { SITE } from '../../local/scenery.ts';
import { expectOnlyOurs, givenConflict, HELD, ticketOf } from '../support/stories/conflict.ts';
import { leftBehind, NOTHING } from '../support/stories/left-behind.ts';
import { decide, passTo, playToRecords, playToSupport } from '../support/stories/ownership.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

const DAY_MS = 24 * 3_600_000;

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(async () => {
  await expectOnlyOurs(story);
  await story.stop();
});

/** Over, nothing left behind, and the contacts have read why. */
async function failed(requestId: string): Promise<RequestView> {
  const ended = await story.until(requestId, ({ status }) => status === 'FAILED');
  await story.settle();
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  const letter = lettersTo(story, CONTACT).at(-1);
  for (const text of [ended.failure?.message, ended.failure?.remedy]) expect(letter?.text).toContain(text);
  return ended;
}

it('ends as TxtRecordsGivenUp when the TXT record is not there after 14 days', async () => {
  const { requestId } = await givenConflict(story);
  const { deadline } = await playToRecords(story, requestId);
  expect(await story.read(requestId)).toMatchObject({ deadline, waitingOn: 'customer DNS' });
  await passTo(story, `${deadline}`);
  expect((await failed(requestId)).failure).toMatchObject({
    reason: 'TxtRecordsGivenUp',
    actor: 'customer DNS',
    message: `Identity already exists: CloudFront resources of somebody else hold ${HELD}, and the TXT records that would have let AWS move them were not there after 14 days.`,
  });
  expect(await ticketOf(story)).toMatchObject({ status: 'closed', outcome: 'timedOut', escalatedAt: null });
});

it('raises the ticket when AWS Support has not acted for 5 days, and ends as SupportTimedOut after 30', async () => {
  const { requestId } = await givenConflict(story);
  const { ticketId, severity, deadline } = await playToSupport(story, requestId);
  expect(severity).toBe('3');
  const began = Date.parse(`${deadline}`) - 30 * DAY_MS;
  await passTo(story, new Date(began + 5 * DAY_MS).toISOString());
  expect(await ticketOf(story)).toMatchObject({ ticketId, severity: '3', escalatedAt: null });
  await story.hours(1);
  expect(await ticketOf(story)).toMatchObject({ ticketId, status: 'open', severity: '2' });
  await passTo(story, `${deadline}`);
  expect((await failed(requestId)).failure).toMatchObject({
    reason: 'SupportTimedOut',
    actor: 'vendor on-call',
    message: `Identity already exists: AWS Support has not moved the ownership of ${HELD} within 30 days.`,
  });
  expect(await ticketOf(story)).toMatchObject({ ticketId, status: 'closed', outcome: 'timedOut' });
});

it('believes "resolved" only from AWS, and ends as OwnershipGivenUp with what on-call says', async () => {
  const { requestId } = await givenConflict(story);
  const opened = await playToSupport(story, requestId);
  await fileCase(story, opened);
  await decide(story, opened, 'resolve', 'They said so on the phone.');
  await story.settle();
  const back = await ticketOf(story);
  expect(back).toMatchObject({ ticketId: opened.ticketId, status: 'open', phase: 'SUPPORT', decision: null });
  expect(back.notes.at(-1)?.text).toBe(`Not resolved: AWS says that somebody else still holds ${HELD}.`);
  expect(await story.read(requestId)).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', failure: null });

  const why = 'The agency that holds it has a contract until May; ask them to release it.';
  await decide(story, opened, 'giveUp', why);
  expect((await failed(requestId)).failure).toMatchObject({
    reason: 'OwnershipGivenUp',
    actor: 'site admin',
    message: `Identity already exists: the ownership of ${HELD} could not be moved. Our on-call says: ${why}`,
  });
  expect(await ticketOf(story)).toMatchObject({ status: 'closed', outcome: 'givenUp' });
  await expect(decide(story, opened, 'resolve', 'Again.')).rejects.toMatchObject({ problem: { code: 'TicketClosed' } });
});
