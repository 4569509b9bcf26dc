/** Keeps an OpsItem as its move is: it is read, and written only where it says something else. */
import type { OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { ticketItem } from '../../core/ticket.ts';
import type { TicketItem } from '../../core/ticket-item.ts';
import type { FoundTicket, OpsCenter, TicketStatus } from '../clients/ops-center.ts';

export interface TicketTools {
  opsCenter: OpsCenter;
  /** Origin of the console, for links. */
  consoleUrl: string;
}

/** `status`: what it becomes; as it is without one. */
export async function keepTicket(
  { opsCenter, consoleUrl }: TicketTools,
  found: FoundTicket,
  {
    move,
    request,
    now,
    status,
  }: { move: OwnershipMove; request: CertificateRequest; now: Date; status?: TicketStatus },
): Promise<void> {
  const item = ticketItem({ move, request, now }, consoleUrl);
  if (isSame(found, item) && (status === undefined || status === found.status)) return;
  await opsCenter.update(ticketIdOf(move), item, status);
}

/** Every state but the first has one. */
export function ticketIdOf({ moveId, ticketId }: OwnershipMove): string {
  if (ticketId === null) throw new Error(`${moveId} has no ticket: OpenTicket did not run`);
  return ticketId;
}

/** Keys of AWS's own stay as they were made. */
function isSame(found: TicketItem, item: TicketItem): boolean {
  return (
    found.title === item.title &&
    found.description === item.description &&
    found.severity === item.severity &&
    Object.entries(item.data).every(([key, { value }]) => key.startsWith('/aws/') || found.data[key]?.value === value)
  );
}
