/**
 * Opens the ticket of an ownership move: one for all held names of a site, for OpsCenter refuses a second open item of one dedup string
 * and names the first. Where a person has deleted it the move gets another, and who looks for the old one finds the move all the same.
 */
import { heldNames, type OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { ticketItem } from '../../core/ticket.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { TicketTools } from './keep-ticket.ts';

export interface NewTicketTools extends TicketTools {
  moves: Moves;
  requests: Requests;
}

/** The move with its ticket, from then on in `phase`. */
export async function openTicket(
  { opsCenter, consoleUrl, moves, requests }: NewTicketTools,
  move: OwnershipMove,
  request: CertificateRequest,
  phase: OwnershipMove['phase'],
  now: Date,
): Promise<OwnershipMove> {
  const ticketId = await opsCenter.open(ticketItem({ move, request, now }, consoleUrl), move.siteId);
  const opened = await moves.change(move.moveId, () => ({ ticketId, phase }));
  await requests.change(request.requestId, () => ({
    type: 'TicketOpened',
    at: now.toISOString(),
    by: 'service',
    text: `Our on-call has the ticket ${ticketId}: AWS shall hand over ${heldNames(move).length} names.`,
  }));
  return opened;
}
