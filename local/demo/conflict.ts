/**
 * "Identity already exists", told: somebody else's distribution holds a name. It is seen before anything begins, the other names
 * serve meanwhile, and AWS moves the name on proof: by API where it can, by one ticket and AWS Support where it cannot.
 */
import { withTimes } from '../../core/text.ts';
import type { TicketRow, TicketView } from '../../core/ticket.ts';
import type { RequestView } from '../../core/view.ts';
import { addProof, fileCase } from '../people.ts';
import { PREFIX, SITE, trustedUrls } from '../scenery.ts';
import { bold, plural, type Stage } from './stage.ts';
import { tellValidation } from './straight.ts';

/** To READY. */
export async function tellConflict(stage: Stage): Promise<RequestView> {
  const { product, say } = stage;
  const held = lastAlias(stage);
  const { account } = await product.foreign.holdElsewhere({ alias: held });
  say(`An agency of the customer serves ${bold(held)} from AWS account ${account}, and nobody remembers.`);
  const { requestId } = await tellValidation(stage);
  await tellHeld(stage, requestId, held);
  const ticket = await tellProof(stage, requestId, held);
  await tellSupport(stage, requestId, ticket);
  const ready = await stage.until(requestId, ({ status }) => status === 'READY');
  say('AWS has moved it, says AWS itself: added, deployed; every name answered a handshake.');
  await stage.hours(1); // the move looks once an hour by now, and closes its ticket
  return ready;
}

/** Of the customer's names, the one that somebody else holds. */
function lastAlias({ flags }: Stage): string {
  const url = trustedUrls(flags.aliases).at(-1) ?? '';
  return `${PREFIX}.${new URL(url).hostname.replace(/^\*\./, '')}`;
}

/** The free names serve; of the held one the customer reads who holds it and what to do, and cannot do it. */
async function tellHeld(stage: Stage, requestId: string, held: string): Promise<void> {
  const waiting = await stage.until(requestId, ({ step }) => step === 'AwaitRelease');
  stage.say('Issued until', bold(withTimes(waiting.notAfter ?? '')), 'and attached. Now AWS can say who holds a name:');
  stage.bad(conflictOf(waiting, held));
  await stage.hours(1);
  const { aliases } = await stage.read(requestId);
  const serving = aliases.filter(({ conditions }) => conditions.serving?.status === 'True');
  if (serving.length > 0) stage.say('Meanwhile the free names are proven by a handshake each:');
  stage.tellNames(serving, ({ alias }) => `${alias} serves`);
  await stage.hours(24);
  await stage.product.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/ask-for-help`);
  stage.say(`A day later the customer says ${bold('"I can\'t"')}: nobody has the password of that account.`);
}

/** AWS wants a TXT record as proof; CloudFront is asked, and refuses. */
async function tellProof(stage: Stage, requestId: string, held: string): Promise<TicketView> {
  const { product, say, good } = stage;
  const isAsked = (request: RequestView) => conflictOf(request, held).reason === 'OwnershipTxtMissing';
  const asked = await stage.until(requestId, isAsked);
  const { ticketId, aliases } = await newestTicket(stage);
  say('Ticket', bold(ticketId), 'is open, and AWS wants proof:');
  stage.bad(conflictOf(asked, held));
  await stage.hours(3);
  for (const { record } of aliases) {
    addProof(product, record);
    good(`the DNS owner adds ${record.name} TXT "${record.value}"`);
  }
  await stage.until(requestId, ({ waitingOn }) => waitingOn === 'vendor on-call');
  const ticket = await newestTicket(stage);
  for (const { alias, refusal } of ticket.aliases)
    say(`CloudFront is asked for ${alias}, and refuses: ${refusal?.text}`);
  return ticket;
}

/** On-call files the case that the ticket has ready; AWS acts days later. */
async function tellSupport({ product, say, good }: Stage, requestId: string, ticket: TicketView): Promise<void> {
  const { ticketId, title, supportCase } = ticket;
  say('So it is for AWS Support, and the ticket has it ready for on-call:', bold(title));
  good(`${supportCase?.category}, severity "${supportCase?.severity}": ${supportCase?.subject}`);
  good(`${plural(supportCase?.body.split('\n').length ?? 0, 'line')} of evidence, ready to paste`);
  const { caseId } = await fileCase(product, ticket);
  say(`On-call files it and notes ${bold(caseId)} in ${ticketId}. Request ${requestId} waits for AWS.`);
}

/** All of this world. */
export async function ticketsOf({ product }: Stage): Promise<TicketRow[]> {
  return (await product.call<{ tickets: TicketRow[] }>('GET', '/tickets?status=all')).tickets;
}

async function newestTicket(stage: Stage): Promise<TicketView> {
  const [newest] = await ticketsOf(stage);
  if (!newest) throw new Error('no ticket is open');
  return stage.product.call<TicketView>('GET', `/tickets/${newest.ticketId}`);
}

function conflictOf({ aliases }: RequestView, held: string) {
  const conflict = aliases.find(({ alias }) => alias === held)?.conditions.conflict;
  if (!conflict) throw new Error(`nothing is known of who holds ${held}`);
  return conflict;
}
