/** tickets.list: the tickets of sites that the caller may see, newest first. A move whose ticket is about to be opened has none yet. */
import type { OwnershipMove } from '../../core/move.ts';
import { sees } from '../../core/principal.ts';
import { ticketRow } from '../../core/ticket.ts';
import type { Operation, Tools } from './operation.ts';
import { readPage } from './page.ts';

export function listTickets({ moves, sites }: Tools): Operation<'tickets.list'> {
  return async ({ status, ...page }, { principal }) => {
    const registered = await sites.list();
    const seen = new Set(registered.filter((site) => sees(principal, site)).map(({ siteId }) => siteId));
    const isSeen = (move: OwnershipMove) =>
      move.ticketId !== null && seen.has(move.siteId) && (status === 'all' || ticketRow(move).status === status);
    const { entries, nextCursor } = await readPage(page, { ...moves, isSeen });
    return { tickets: entries.map(ticketRow), nextCursor };
  };
}
