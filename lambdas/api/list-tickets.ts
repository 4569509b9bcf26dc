/** tickets.list: on-call's tickets, newest first. A move whose ticket is about to be opened has none yet. */
import { ticketRow } from '../../core/ticket.ts';
import type { Operation, Tools } from './operation.ts';

export function listTickets({ moves }: Tools): Operation<'tickets.list'> {
  return async ({ status }) => {
    const opened = (await moves.list()).filter(({ ticketId }) => ticketId !== null);
    const rows = opened.map(ticketRow);
    return { tickets: status === 'all' ? rows : rows.filter((row) => row.status === status) };
  };
}
