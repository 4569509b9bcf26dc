/** What every operation on one ticket begins and ends with: the move that it carries, and that move in words. */
import { ServiceError } from '../../../core/errors.ts';
import type { OwnershipMove } from '../../../core/move.ts';
import { type Principal, sees } from '../../../core/principal.ts';
import { type TicketView, ticketView } from '../../../core/ticket.ts';
import type { Tools } from '../operation.ts';

/** Throws TicketUnknown, for a ticket of a site that the caller may not see too, and TicketOfRenewal: that one is nobody's to decide. */
export async function moveOfTicket(
  { moves, renewalTickets, sites }: Tools,
  principal: Principal,
  ticketId: string,
): Promise<OwnershipMove> {
  const move = await moves.ofTicket(ticketId);
  const of = move ?? (await renewalTickets.find(ticketId));
  const site = of && (await sites.find(of.siteId));
  if (!site || !sees(principal, site)) throw new ServiceError('TicketUnknown', { ticketId });
  if (!move) throw new ServiceError('TicketOfRenewal', { ticketId, requestId: of.requestId, siteId: of.siteId });
  return move;
}

/** Throws TicketClosed. */
export function refuseClosed({ phase, outcome }: OwnershipMove, ticketId: string): void {
  if (phase === 'ENDED') throw new ServiceError('TicketClosed', { ticketId, outcome: outcome ?? 'ended' });
}

export async function viewTicket({ requests, waits }: Tools, move: OwnershipMove, now: Date): Promise<TicketView> {
  const [request, [wait]] = await Promise.all([requests.require(move.requestId), waits.at(move.execution)]);
  return ticketView({ move, request, wait, now });
}
