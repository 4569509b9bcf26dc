/** What the operations on webhooks and on forwarded instructions answer. Same rule as core/api/answers-certificates.ts. */
import * as z from 'zod';
import { NOTICE_TYPES } from '../notice.ts';
import { DELIVERY_STATES } from '../webhook.ts';
import { Instant, Name, NextCursor, RequestId } from './fields.ts';

const Status = z.int().nullable().describe('HTTP status of the receiver’s answer; null where none came');
const Problem = z.string().nullable().describe('Why it was not taken; null: it was');
const Said = z.string().nullable().describe('The beginning of what the receiver said last');

export const WebhookSecret = z.strictObject({
  secret: z
    .string()
    .describe('Shown only once')
    .meta({ examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='] }),
  previousUntil: Instant.nullable().describe('Until when the one before signs too; null: there was none'),
});

export const WebhookTested = z.strictObject({
  delivered: z.boolean().describe('Did the receiver take it?'),
  status: Status,
  problem: Problem,
  answer: Said,
});

export const DeliveryView = z
  .strictObject({
    deliveryId: z
      .string()
      .describe('The header webhook-id of each try')
      .meta({ examples: ['req-20261121-0123456789-12'] }),
    requestId: RequestId,
    type: z.enum(NOTICE_TYPES),
    createdAt: Instant,
    state: z.enum(DELIVERY_STATES).describe('dead: given up until it is replayed'),
    nextTryAt: Instant.nullable().describe('Null when it is over'),
    attempts: z.array(z.strictObject({ at: Instant, status: Status, problem: Problem })).readonly(),
    answer: Said,
  })
  .meta({ id: 'WebhookDelivery', description: 'One notice on its way to the webhook of a site' });
export type DeliveryView = z.infer<typeof DeliveryView>;

export const DeliveriesAnswer = z.strictObject({ deliveries: z.array(DeliveryView), nextCursor: NextCursor });

export const SharedLink = z.strictObject({
  url: z
    .string()
    .describe('To forward; whoever has it needs no account')
    .meta({ examples: ['https://console.example.com/#/instructions/0123456789abcdef0123456789abcdef01234567'] }),
  expiresAt: Instant,
});

export const InstructionsAnswer = z.strictObject({
  expiresAt: Instant.describe('When the link ends'),
  deadline: Instant.nullable().describe('Until when it must be done; null: nothing is waited for'),
  instructions: z.array(
    z
      .strictObject({
        alias: Name,
        state: z.enum(['open', 'done', 'unknown']),
        seen: z.string().describe('What is seen of it now'),
        since: Instant,
        todo: z.string(),
        records: z
          .array(z.strictObject({ name: z.string(), type: z.enum(['CNAME', 'TXT', 'CAA']), value: z.string() }))
          .readonly()
          .describe('What must stand in the DNS, in the order in which it is to be added'),
        mailboxes: z.array(z.string()).readonly().describe('Who got the mail to approve'),
      })
      .meta({ id: 'Instruction' }),
  ),
});
export type InstructionsAnswer = z.infer<typeof InstructionsAnswer>;
