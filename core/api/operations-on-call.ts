/** The operations of on-call: what is on its way or stands still, tickets, and what belongs to nobody any more. */
import * as z from 'zod';
import { ORPHAN_KINDS } from '../orphan.ts';
import { Page } from '../page.ts';
import { WORKFLOW_STATES } from '../workflow.ts';
import { OrphanDeleted, OrphansAnswer } from './answers-on-call.ts';
import { TicketsAnswer, TicketView } from './answers-ticket.ts';
import { RequestsAnswer } from './answers-workflow.ts';
import type { Operation } from './operations.ts';
import { ASKS_THE_WORLD } from './operations-certificates.ts';
import { line } from './parameters.ts';

const TicketId = z.string().max(64).describe('The id of the OpsItem');
const Ticket = { ticketId: TicketId.meta({ examples: ['oi-0123456789ab'] }) };

export const ON_CALL_OPERATIONS = {
  'requests.list': {
    method: 'GET',
    path: '/requests',
    success: 200,
    summary: 'The requests of all sites that are on their way, or for which something stands still; those first',
    permission: 'tickets',
    errors: [],
    output: RequestsAnswer,
    input: z.strictObject({
      state: z
        .enum([...WORKFLOW_STATES, 'all'])
        .default('all')
        .describe('stopped: something stands still by a technical failure; running: on its way, and nothing does'),
      ...Page,
    }),
  },
  'tickets.list': {
    method: 'GET',
    path: '/tickets',
    success: 200,
    summary: "On-call's tickets, newest first",
    permission: 'tickets',
    errors: [],
    output: TicketsAnswer,
    input: z.strictObject({ status: z.enum(['open', 'closed', 'all']).default('open'), ...Page }),
  },
  'tickets.get': {
    method: 'GET',
    path: '/tickets/{ticketId}',
    success: 200,
    summary: 'One ticket: what is held by whom, what was seen, the case for AWS Support, what to do next',
    permission: 'tickets',
    errors: ['TicketUnknown', 'TicketOfRenewal'],
    output: TicketView,
    input: z.strictObject(Ticket),
  },
  'tickets.note': {
    method: 'POST',
    path: '/tickets/{ticketId}/notes',
    success: 200,
    summary: 'Adds what on-call saw or did, for instance the id of the case at AWS Support',
    permission: 'tickets',
    errors: ['TicketUnknown', 'TicketOfRenewal', 'TicketClosed'],
    output: TicketView,
    input: z.strictObject({
      ...Ticket,
      text: z.string().min(1).max(4000),
      supportCaseId: line(100).optional(),
    }),
  },
  'tickets.resolve': {
    method: 'POST',
    path: '/tickets/{ticketId}/resolve',
    success: 202,
    summary:
      'resolve: AWS says that the names are moved, we look at once; handBack: the customer must act; giveUp: the request ends',
    permission: 'tickets',
    errors: ['TicketUnknown', 'TicketOfRenewal', 'TicketClosed'],
    output: TicketView,
    input: z.strictObject({
      ...Ticket,
      decision: z.enum(['resolve', 'handBack', 'giveUp']),
      note: z.string().min(1).max(1000).describe('Why; of handBack and giveUp the customer reads it'),
    }),
  },
  'orphans.list': {
    method: 'GET',
    path: '/orphans',
    success: 200,
    summary:
      'What belongs to nobody any more: certificates, distributions, target records, claims, waits; names that still lead here and that nobody serves',
    permission: 'tickets',
    errors: [],
    weight: ASKS_THE_WORLD,
    output: OrphansAnswer,
    input: z.strictObject({}),
  },
  'orphans.delete': {
    method: 'POST',
    path: '/orphans/delete',
    success: 200,
    summary: 'Deletes an orphan that certainly serves nobody; one in doubt is refused',
    permission: 'tickets',
    errors: ['OrphanUnknown', 'OrphanInDoubt'],
    output: OrphanDeleted,
    input: z.strictObject({
      kind: z.enum(ORPHAN_KINDS),
      id: z.string().min(1).max(500).describe('As orphans.list shows it'),
    }),
  },
} as const satisfies Record<string, Operation>;
