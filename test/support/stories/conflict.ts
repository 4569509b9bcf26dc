/**
 * Journeys on which somebody holds a name already: their beginning, the acts of people on them, and what is true of every one at
 * its end, however it ends. The rule: nothing of anybody else's is touched, and every text says who must do what by when.
 */
import { taskAtEnd } from '../../../core/ending-ticket.ts';
import type { EndReason } from '../../../core/request.ts';
import { withTimes } from '../../../core/text.ts';
import type { TicketRow, TicketView } from '../../../core/ticket.ts';
import type { AliasView, RequestView } from '../../../core/view.ts';
import type { Holder, Holding } from '../../../local/foreign.ts';
import { transitionsOf } from '../../../local/history.ts';
import { addProof } from '../../../local/people.ts';
import { PREFIX, SITE } from '../../../local/scenery.ts';
import { OUR_ACCOUNT } from '../../../local/world.ts';
import { mendAll, play } from './play.ts';
import type { Story } from './product.ts';
import { CONTACT, lettersTo } from './validation.ts';

/** A name of the story's site, the one that is held where one is. */
export const HELD = 'login.blog.example.net';
/** The budget of a request with a conflict, its moves included. */
const TRANSITIONS = 45;

/** Somebody holds `HELD`; the request waits for the release, and has said so. */
export async function givenConflict(story: Story, holding: Partial<Holding> = {}) {
  const holder = await story.foreign.holdElsewhere({ alias: HELD, ...holding });
  const waiting = await playToConflict(story);
  return { holder, waiting, requestId: waiting.requestId };
}

/** With right records and approved mails, a new request comes to the wait for release. */
export async function playToConflict(story: Story): Promise<RequestView> {
  mendAll(story);
  await story.hours(1); // DNS caches forget
  const { requestId } = await story.generate(PREFIX);
  const waiting = await play(story, requestId, ({ step }) => step === 'AwaitRelease');
  await story.settle();
  return waiting;
}

/** The condition and the letter say who holds the name, what to do first, what happens otherwise, and by when. */
export function expectTold(
  story: Story,
  { deadline, waitingOn, aliases }: RequestView,
  { id, account, kind, aliases: [held = ''] }: Holder,
  {
    first = `Look by ${deadline} in every AWS account`,
    otherwise = `If you cannot, say so ("I can't"): we then ask AWS to hand the name over, which takes a TXT record in its DNS. Without an answer we begin with that on ${deadline}.`,
  } = {},
): void {
  const { status, message, remedy } = aliases.find(({ alias }) => alias === held)?.conditions.conflict ?? {};
  const readable = kind === 'tenant' ? 15 : 7;
  const masked = `${id.slice(-readable).padStart(id.length, '*')} of account ******${account.slice(-6)}`;
  expect(status).toBe('False');
  for (const fact of ['Identity already exists', held, masked]) expect(message).toContain(fact);
  for (const fact of [first, otherwise, `${deadline}`]) expect(remedy).toContain(fact);
  const letters = lettersTo(story, CONTACT).filter(({ subject }) => subject.includes('taken elsewhere'));
  expect(letters).toHaveLength(waitingOn === 'site admin' ? 1 : 0); // nobody is bothered with what only we can do
  for (const { text } of letters) for (const said of [message, remedy]) expect(text).toContain(withTimes(`${said}`));
}

export function conflictOf({ aliases }: RequestView, name = HELD): AliasView['conditions']['conflict'] {
  return aliases.find(({ alias }) => alias === name)?.conditions.conflict;
}

/** "I can't". */
export function askForHelp(story: Story, requestId: string): Promise<RequestView> {
  return story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/ask-for-help`);
}

export function checkAgain(story: Story, requestId: string): Promise<RequestView> {
  return story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/check-again`);
}

/** All of the story, closed ones too; the newest first. */
export async function ticketsOf(story: Story): Promise<TicketRow[]> {
  return (await story.call<{ tickets: TicketRow[] }>('GET', '/tickets?status=all')).tickets;
}

/** The newest ticket. */
export async function ticketOf(story: Story): Promise<TicketView> {
  const [newest] = await ticketsOf(story);
  if (!newest) throw new Error('there is no ticket');
  return story.call<TicketView>('GET', `/tickets/${newest.ticketId}`);
}

/** The owner of the DNS writes the TXT records that the ticket asks for. */
export function addProofs(story: Story, { aliases }: TicketView): void {
  for (const { record } of aliases) addProof(story, record);
}

/**
 * What is true of every conflict, however it ended: no change of ours outside our account or on another site's distribution, no
 * ticket but these, and no request that took more transitions than it may. `since`: mutations before it are the scene's.
 */
export async function expectOnlyOurs(story: Story, { tickets = 1, since = 0 } = {}): Promise<void> {
  const ours = story.world.mutations.slice(since).filter(({ account }) => account === OUR_ACCOUNT);
  expect(ours.filter(({ owner }) => owner !== OUR_ACCOUNT)).toEqual([]);
  expect(ours.filter(({ site = SITE.siteId }) => site !== SITE.siteId)).toEqual([]);
  const opened = await ticketsOf(story);
  expect(opened).toHaveLength(tickets);
  const { certificates } = await story.call<{ certificates: RequestView[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates`,
  );
  const promised = certificates.filter(({ failure }) => failure && taskAtEnd(failure.reason as EndReason));
  const created = ours.filter(({ operation }) => operation === 'CreateOpsItem').map(({ principal }) => principal);
  expect(created.sort()).toEqual([...Array(tickets).fill('OpenTicket'), ...promised.map(() => 'RecordFailure')]);
  const requests = await transitionsByRequest(story, opened);
  expect(requests.filter(([, transitions]) => transitions > TRANSITIONS)).toEqual([]);
}

/** CloudFront has moved the name by itself: all names serve, the ticket is closed, and AWS Support has heard of nothing. */
export async function expectMovedByCloudFront(story: Story, ready: RequestView): Promise<void> {
  expect(ready).toMatchObject({ failure: null, failing: null });
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
  expect(await ticketOf(story)).toMatchObject({
    status: 'closed',
    outcome: 'moved',
    supportCase: null,
    supportCaseId: null,
  });
  expect(story.support.cases()).toEqual([]);
}

/** Of each request of the story's site and the moves that it began. */
async function transitionsByRequest(story: Story, tickets: readonly TicketRow[]): Promise<[string, number][]> {
  type List = { certificates: RequestView[] };
  const moveIds = tickets.flatMap(({ moveId }) => moveId ?? []);
  const { certificates } = await story.call<List>('GET', `/sites/${SITE.siteId}/certificates`);
  return Promise.all(
    certificates.map(async ({ requestId }): Promise<[string, number]> => {
      const began = moveIds.filter((moveId) => moveId.startsWith(`${requestId}-move-`));
      const histories = await Promise.all([
        story.history(requestId),
        ...began.map((moveId) => story.history(moveId, 'move-ownership')),
      ]);
      return [requestId, histories.map(transitionsOf).reduce((sum, count) => sum + count, 0)];
    }),
  );
}
