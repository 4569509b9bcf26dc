/**
 * Walks runbooks/move-cname-ownership.md for one request. The ticket holds all state and the service checks every step, so this
 * may stop anywhere and run any number of times: it looks again, tells, records the case that was filed, and notes what it saw.
 */
import type { TicketView } from '../../core/ticket.ts';
import { EXIT, type ExitCode, Halt } from '../exit.ts';
import { allPages } from '../paging.ts';
import type { Session } from '../session.ts';
import { namesInWords, stepsInWords, supportCaseInWords } from '../ticket-in-words.ts';
import type { Walk } from '../walk.ts';

/** What was done, or would be, in the order of doing. */
type Deeds = string[];
type Say = (lines: readonly string[]) => void;

export async function moveCnameOwnership(session: Session, walk: Walk): Promise<ExitCode> {
  const { terminal, json } = session;
  const deeds: Deeds = [];
  const say: Say = (lines) => {
    if (!json) terminal.write(`${lines.join('\n')}\n`);
  };

  if (walk.requestId === undefined)
    throw new Halt(EXIT.usage, 'This runbook is about one request.', 'Name it:  --request REQUEST');
  const found = await ticketOf(session, walk.requestId);
  const ticket = found.status === 'open' ? await lookAgain(session, walk, found, deeds) : found;
  say([`${terminal.color.bold(ticket.ticketId)}  ${ticket.title}`, '', ...namesInWords(ticket, terminal.color), '']);
  say(stepsInWords(ticket, terminal.color));
  const left = ticket.status === 'open' ? await act(session, walk, ticket, deeds, say) : ticket;
  say(['', ...deeds, ...(walk.dryRun ? ['Dry run: nothing was changed.'] : []), nextOf(left)]);
  if (json) session.answer({ ticket: left, deeds, dryRun: walk.dryRun }, []);
  return meaningOf(left);
}

/** The open ticket of the request, or its last one. */
async function ticketOf({ call }: Session, requestId: string): Promise<TicketView> {
  const pages = await allPages((cursor) => call('tickets.list', { status: 'all', cursor }));
  const tickets = pages.flatMap((page) => page.tickets);
  const own = tickets.filter(({ kind, requestId: of }) => kind === 'ownership' && of === requestId);
  const row = own.find(({ status }) => status === 'open') ?? own[0];
  if (row) return call('tickets.get', { ticketId: row.ticketId });
  throw new Halt(
    EXIT.failed,
    `There is no ticket about request ${requestId}.`,
    'A ticket is opened when the customer has asked for help, or after 7 days. Where the request stands:  certs status SITE REQUEST',
  );
}

/** Milliseconds. A look asks AWS and every name server; it has ended by then, or its result is seen the next time. */
const LOOK_MS = 2000;

async function lookAgain(session: Session, { dryRun }: Walk, ticket: TicketView, deeds: Deeds): Promise<TicketView> {
  const { siteId, requestId, ticketId } = ticket;
  if (dryRun) {
    deeds.push('Would look again: who holds the names, and what the name servers say.');
    return ticket;
  }
  const { looking } = await session.call('certificates.checkAgain', { siteId, requestId });
  if (looking) await session.terminal.sleep(LOOK_MS);
  deeds.push(looking ? 'Looked again.' : 'Nothing is parked that could be looked at: a step is at work.');
  return session.call('tickets.get', { ticketId });
}

/** The ticket as it is after all that can be done for it now. */
async function act(session: Session, walk: Walk, ticket: TicketView, deeds: Deeds, say: Say): Promise<TicketView> {
  const id = await caseOf(session, walk, ticket, say);
  if (walk.dryRun) {
    if (id) deeds.push(`Would record case ${id}.`);
    else if (mustBeFiled(ticket)) deeds.push('Would ask for the id of the case.');
  }
  const recorded = id && !walk.dryRun ? await record(session, ticket, id, deeds) : ticket;
  return attach(session, walk, recorded, deeds);
}

/** Shows the case that must be filed; answers the id that is to be recorded. */
async function caseOf(
  { terminal, json }: Session,
  { dryRun, caseId }: Walk,
  ticket: TicketView,
  say: Say,
): Promise<string | undefined> {
  if (mustBeFiled(ticket)) say(['', `To file at AWS Support (${SUPPORT_CENTER}):`, ...supportCaseInWords(ticket)]);
  const asks = mustBeFiled(ticket) && !dryRun && !json && caseId === undefined;
  const id = asks ? await terminal.ask('Id of the case, once it is filed (empty: not yet): ') : caseId;
  const given = id?.trim();
  return given && given !== ticket.supportCaseId ? given : undefined;
}

const SUPPORT_CENTER = 'https://support.console.aws.amazon.com/support/home#/case/create';

function mustBeFiled({ supportCase, supportCaseId }: TicketView): boolean {
  return supportCase !== null && supportCaseId === null;
}

function record({ call }: Session, { ticketId }: TicketView, id: string, deeds: Deeds): Promise<TicketView> {
  deeds.push(`Recorded case ${id}.`);
  return call('tickets.note', { ticketId, text: `Case ${id} is filed at AWS Support.`, supportCaseId: id });
}

/** The first line of the notes that this walk attaches. */
const HEADING = 'runbook move-cname-ownership saw:';

/** What was seen, unless the last note of this walk says the same. */
async function attach({ call }: Session, { dryRun }: Walk, ticket: TicketView, deeds: Deeds): Promise<TicketView> {
  const seen = [HEADING, ...ticket.steps.map(({ id, state, evidence }) => `${id} ${state}: ${evidence}`)];
  const text = seen.join('\n').slice(0, MOST_OF_A_NOTE);
  const last = ticket.notes.findLast((note) => note.text.startsWith(HEADING));
  const isKnown = last?.text === text;
  deeds.push(isKnown ? 'Nothing new to note.' : dryRun ? 'Would note what was seen.' : 'Noted what was seen.');
  return isKnown || dryRun ? ticket : call('tickets.note', { ticketId: ticket.ticketId, text });
}

/** Characters of a note that the service takes (tickets.note). */
const MOST_OF_A_NOTE = 4000;

function nextOf({ outcome, steps, waitingOn, ticketId }: TicketView): string {
  if (outcome === 'moved' || outcome === 'freed') return 'Over: AWS says that nobody else holds the names.';
  if (outcome) return `Over without the names: ${outcome}. The customer has been told.`;
  const yours = steps.find(({ state }) => state === 'manual');
  if (!yours) return `Nothing for you to do now: waiting on ${waitingOn}. Run this again later.`;
  return `Yours to do: ${yours.title}. Then run this again; all of it:  certs tickets show ${ticketId}`;
}

function meaningOf({ outcome }: TicketView): ExitCode {
  if (outcome === 'moved' || outcome === 'freed') return EXIT.done;
  return outcome ? EXIT.failed : EXIT.actionRequired;
}
