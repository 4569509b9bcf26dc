/** What on-call asks of a ticket or an orphan that cannot be done. */
import type { Failure } from '../errors.ts';

export const ON_CALL_ERRORS = {
  TicketUnknown: {
    errorCode: 404003,
    retry: false,
    publicText: 'There is no ticket {ticketId}.',
    remedy: 'List the tickets to find its id.',
  },
  TicketClosed: {
    errorCode: 409013,
    retry: false,
    publicText: 'Ticket {ticketId} is closed ({outcome}).',
    remedy: 'Nothing to do: its ownership move has ended.',
  },
  TicketOfRenewal: {
    errorCode: 409014,
    retry: false,
    publicText: 'Ticket {ticketId} is of the renewal of request {requestId} of site {siteId}.',
    remedy: 'Look at the request; the ticket closes itself when the renewal ends.',
  },
  OrphanUnknown: {
    errorCode: 404012,
    retry: false,
    publicText: 'No {kind} {id} is left behind.',
    remedy: 'List the orphans: it may be gone, or belong to somebody again.',
  },
  OrphanInDoubt: {
    errorCode: 409044,
    retry: false,
    owner: 'us',
    publicText: 'The {kind} {id} is not deleted by this operation. {why}',
    remedy: 'Look at it as the runbook orphans says, and delete it by hand if it serves nobody.',
  },
} as const satisfies Record<string, Failure>;
