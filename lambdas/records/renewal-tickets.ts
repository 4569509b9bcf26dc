/**
 * Tickets of renewals in the table: one item a ticket, kept when it has closed. The one renewal of a request writes it, so that no write
 * needs a condition.
 */
import type { RenewalTicket } from '../../core/renewal-ticket.ts';
import type { Key, Table } from '../clients/table.ts';
import { type Part, part } from './part.ts';

/** All of them, by the time when they were opened: on-call's list. Few a year: people were asked to act for a month before. */
const ALL = 'RENEWAL-TICKETS';

/** Beside that of a move's ticket; OpsCenter gives no id twice. */
function ticketKey(ticketId: string): Key {
  return { pk: `TICKET#${ticketId}`, sk: 'RENEWAL' };
}

/** As moves are sorted, so that one list has both. */
function sortKeyOf({ openedAt, ticketId }: RenewalTicket): string {
  return `${openedAt}#${ticketId}`;
}

export function createRenewalTickets(table: Table) {
  return {
    async find(ticketId: string): Promise<RenewalTicket | undefined> {
      return (await table.get(ticketKey(ticketId)))?.ticket as RenewalTicket | undefined;
    },

    async keep(ticket: RenewalTicket): Promise<void> {
      await table.put({ ...ticketKey(ticket.ticketId), ticket, sitePk: ALL, siteSk: sortKeyOf(ticket) });
    },

    sortKeyOf,
    /** Newest first: all, or at most `limit` from the sort key `begin` on. */
    async list({ begin, limit }: Part = {}): Promise<RenewalTicket[]> {
      const where = { index: 'bySite', partition: ALL, newestFirst: true } as const;
      const items = await table.query({ ...where, ...part('upTo', begin, limit) });
      return items.map((item) => item.ticket as RenewalTicket);
    },
  };
}

export type RenewalTickets = ReturnType<typeof createRenewalTickets>;
