/** The way of an ownership move, played: to AWS Support, and what on-call and AWS do there. The rule: each part ends where people wait. */
import type { TicketView } from '../../../core/ticket.ts';
import { addProofs, askForHelp, ticketOf } from './conflict.ts';
import type { Story } from './product.ts';

const HOUR_MS = 3_600_000;

/** "I can't": the request waits for TXT records. */
export async function playToRecords(story: Story, requestId: string): Promise<TicketView> {
  await askForHelp(story, requestId);
  await story.until(requestId, (request) =>
    request.aliases.some(({ conditions }) => conditions.conflict?.reason === 'OwnershipTxtMissing'),
  );
  await story.settle();
  return ticketOf(story);
}

/** "I can't", the records are written, CloudFront refuses: the case is on-call's. */
export async function playToSupport(story: Story, requestId: string): Promise<TicketView> {
  addProofs(story, await playToRecords(story, requestId));
  await story.until(requestId, ({ waitingOn }) => waitingOn === 'vendor on-call');
  await story.settle();
  return ticketOf(story);
}

export function decide(story: Story, { ticketId }: TicketView, decision: string, note: string): Promise<TicketView> {
  return story.call('POST', `/tickets/${ticketId}/resolve`, { decision, note });
}

/**
 * Time passes to that instant, and Watch is away until two hours before: the looks that it leaves out would see what the last one
 * saw, and there are hundreds of them.
 */
export async function passTo(story: Story, instant: string): Promise<void> {
  const left = Date.parse(instant) - story.world.clock.now().getTime();
  story.faults.add({ service: 'lambda', operation: 'Watch', kind: 'delay', ms: left - 2 * HOUR_MS, times: 1 });
  await story.hours(left / HOUR_MS);
  await story.settle();
}
