/** What the operations on tickets answer. Same rule as core/api/answers-certificates.ts. */
import * as z from 'zod';
import { MOVE_OUTCOMES, MOVE_PHASES, REFUSAL_KINDS, TXT_STATES } from '../move.ts';
import { Actor, Instant, Name, NextCursor, SiteId, Standstill } from './fields.ts';

const ticketFields = {
  ticketId: z
    .string()
    .describe('OpsItem id')
    .meta({ examples: ['oi-0123456789ab'] }),
  siteId: SiteId,
  requestId: z.string().describe('The request whose renewal it is, or that the move serves now'),
  title: z.string(),
  severity: z.string().describe('OpsCenter’s: 1, critical, to 4'),
  status: z.enum(['open', 'closed']),
  waitingOn: Actor,
  failing: Standstill.nullable().describe(
    'Its workflow stands still by a technical failure: on-call redrives it, or decides, which sets it going',
  ),
  openedAt: Instant,
  escalatedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
};

/** Of names that others hold: the tickets that can be opened, noted in and decided. */
const ownershipFields = {
  kind: z.literal('ownership'),
  moveId: z.string(),
  phase: z.enum(MOVE_PHASES),
  outcome: z.enum(MOVE_OUTCOMES).nullable(),
};

const TicketRow = z
  .strictObject({
    ...ticketFields,
    kind: z.enum(['ownership', 'renewal']).describe('Names that others hold, or a renewal that comes to nothing'),
    moveId: z.string().nullable().describe('Null of a renewal'),
    phase: z.enum([...MOVE_PHASES, 'RENEWAL']),
    outcome: z.enum([...MOVE_OUTCOMES, 'renewed', 'missed']).nullable(),
  })
  .meta({ id: 'TicketRow', description: 'One line of on-call’s list' });
export type TicketRow = z.infer<typeof TicketRow>;

const Holder = z
  .strictObject({
    kind: z.enum(['ourSite', 'ourAccount', 'awsService', 'foreign']),
    domain: z.string(),
    resourceType: z.string(),
    resourceId: z.string().describe('As AWS shows it: all but its end is masked'),
    accountId: z.string(),
    service: z.string().optional(),
  })
  .meta({ id: 'Holder', description: 'Who holds a name, as far as AWS says' });

const TicketAlias = z
  .strictObject({
    alias: Name,
    state: z.enum(['held', 'gone']),
    holder: Holder,
    record: z.strictObject({ name: z.string(), type: z.literal('TXT'), value: z.string() }),
    txt: z.enum(TXT_STATES),
    refusal: z
      .strictObject({
        kind: z.enum(REFUSAL_KINDS),
        text: z.string(),
        at: Instant,
        times: z.int(),
      })
      .nullable()
      .describe('Of the last attempt at CloudFront'),
    path: z.enum(['none', 'never', 'txt', 'wait', 'api', 'support']),
    plan: z.string(),
    swap: z.array(z.string()).readonly(),
  })
  .meta({ id: 'TicketAlias' });
export type TicketAlias = z.infer<typeof TicketAlias>;

const TicketStep = z
  .strictObject({
    id: z.enum([
      'open-ticket',
      'see-holders',
      'txt-records',
      'ask-cloudfront',
      'file-case',
      'confirm-moved',
      'resume-or-free',
      'close-ticket',
    ]),
    title: z.string(),
    state: z
      .enum(['done', 'open', 'manual', 'blocked'])
      .describe('open: the service is at it, or waits for somebody else. manual: on-call must act'),
    evidence: z.string().describe('What the state was told by; of a manual step what to do'),
  })
  .meta({ id: 'TicketStep' });
export type TicketStep = z.infer<typeof TicketStep>;

export const TicketView = z
  .strictObject({
    ...ticketFields,
    ...ownershipFields,
    description: z.string().describe('Markdown'),
    runbook: z.string(),
    deadline: Instant.nullable(),
    nextCheckAt: Instant.nullable(),
    distribution: z.strictObject({ id: z.string(), domainName: z.string() }),
    aliases: z.array(TicketAlias),
    supportCase: z
      .strictObject({
        service: z.string(),
        category: z.string(),
        severity: z.string(),
        subject: z.string(),
        body: z.string(),
      })
      .nullable()
      .describe('Ready to paste; null while no name needs AWS Support'),
    supportCaseId: z.string().nullable(),
    steps: z.array(TicketStep),
    decision: z
      .strictObject({
        kind: z.enum(['resolve', 'handBack', 'giveUp']),
        by: z.string(),
        at: Instant,
        note: z.string(),
      })
      .nullable(),
    notes: z.array(z.strictObject({ at: Instant, by: z.string(), text: z.string() })).readonly(),
  })
  .meta({ id: 'Ticket' });
export type TicketView = z.infer<typeof TicketView>;

export const TicketsAnswer = z.strictObject({ tickets: z.array(TicketRow), nextCursor: NextCursor });
