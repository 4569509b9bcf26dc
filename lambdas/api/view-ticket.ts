/** What every operation on one ticket begins and ends with: the move that it carries, and that move in words. */
import { ServiceError } from '../../core/errors.ts';
import type { OwnershipMove } from '../../core/move.ts';
import { type TicketView, ticketView } from '../../core/ticket.ts';
import type { Tools } from './operation.ts';

/** Throws TicketUnknown. */
export async function moveOfTicket({ moves }: Tools, ticketId: string): Promise<OwnershipMove> {
  const move = await moves.ofTicket(ticketId);
  if (!move) throw new ServiceError('TicketUnknown', { ticketId });
  return move;
}

/** Throws TicketClosed. */
export function refuseClosed({ phase, outcome }: OwnershipMove, ticketId: string): void {
  if (phase === 'ENDED') throw new ServiceError('TicketClosed', { ticketId, outcome: outcome ?? 'ended' });
}

export async function viewTicket({ requests, waits }: Tools, move: OwnershipMove, now: Date): Promise<TicketView> {
  const [request, [wait]] = await Promise.all([requests.require(move.requestId), waits.at(move.moveId)]);
  return ticketView({ move, request, wait, now });
}
