/** tickets.get: one ticket with all that on-call needs, the case for AWS Support and the steps of its runbook among it. */
import type { Operation, Tools } from '../operation.ts';
import { moveOfTicket, viewTicket } from '../parts/view-ticket.ts';

export function getTicket(tools: Tools): Operation<'tickets.get'> {
  return async ({ ticketId }, { now, principal }) =>
    viewTicket(tools, await moveOfTicket(tools, principal, ticketId), now);
}
