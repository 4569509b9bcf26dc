/**
 * tickets.list: the tickets of sites that the caller may see, newest first: those of ownership moves and of renewals in one list. A move
 * whose ticket is about to be opened has none yet.
 */
import { sees } from '../../../core/principal.ts';
import { renewalTicketRow } from '../../../core/renewal-ticket.ts';
import { type TicketRow, ticketRow } from '../../../core/ticket.ts';
import type { Part } from '../../records/part.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from '../parts/page.ts';

interface Listed {
  sortKey: string;
  row: TicketRow;
}

export function listTickets({ moves, renewalTickets, sites }: Tools): Operation<'tickets.list'> {
  /** Both lists are read as far as the page may reach; what is left over of one is read again for the next page. */
  async function list(wanted: Part): Promise<Listed[]> {
    const [ofMoves, ofRenewals] = await Promise.all([moves.list(wanted), renewalTickets.list(wanted)]);
    const listed = [
      ...ofMoves.map((move) => ({ sortKey: moves.sortKeyOf(move), row: ticketRow(move) })),
      ...ofRenewals.map((ticket) => ({ sortKey: renewalTickets.sortKeyOf(ticket), row: renewalTicketRow(ticket) })),
    ];
    return listed.sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1)).slice(0, wanted.limit);
  }

  return async ({ status, ...page }, { principal }) => {
    const registered = await sites.list();
    const seen = new Set(registered.filter((site) => sees(principal, site)).map(({ siteId }) => siteId));
    const isSeen = ({ row }: Listed) =>
      row.ticketId !== '' && seen.has(row.siteId) && (status === 'all' || row.status === status);
    const { entries, nextCursor } = await readPage(page, { list, sortKeyOf: ({ sortKey }) => sortKey, isSeen });
    return { tickets: entries.map(({ row }) => row), nextCursor };
  };
}
