/** What the operations answer of renewals: the forecast of one certificate, and the list of all that the caller sees. */
import * as z from 'zod';
import { METHODS, STATUSES } from '../status.ts';
import { Instant, RequestId, SiteId } from './fields.ts';

/**
 * PLANNED: before its window. RUNNING: under way, nobody has to act. ACTION_REQUIRED: people have to. DEPLOYING: renewed, on its way
 * to the edges. IMPOSSIBLE: AWS does not renew it.
 */
const RENEWAL_STATES = ['PLANNED', 'RUNNING', 'ACTION_REQUIRED', 'DEPLOYING', 'IMPOSSIBLE'] as const;

const NextRenewal = z.strictObject({
  opensAt: Instant.describe('When AWS begins with it'),
  dueBy: Instant.describe('The last safe moment: edges show a renewed certificate up to 24 hours later'),
  clicks: z.int().describe('Approvals that people have to give'),
  possible: z.boolean().describe('False: AWS does not renew by e-mail any more'),
});

export const RenewalView = z
  .strictObject({
    state: z.enum(RENEWAL_STATES),
    opensAt: Instant.describe('When AWS begins with it, 45 days before the end'),
    dueBy: Instant.describe('The last safe moment: edges show a renewed certificate up to 24 hours later'),
    notAfter: Instant.describe('When the certificate ends that serves now'),
    clicks: z.int().describe('Approvals that people still have to give'),
    domains: z
      .array(z.string())
      .describe('Whose mailboxes get the approval mails')
      .meta({ examples: [['example.com']] }),
    round: z.int().describe('Rounds of approval mails that AWS has sent for it'),
    message: z.string(),
    remedy: z.string(),
    clicksInAYear: z.int().describe('This renewal and those of the next 365 days, if each comes on its first day'),
    next: z.array(NextRenewal).describe('The renewals after it in the next 365 days'),
  })
  .meta({ id: 'Renewal', description: 'The next renewal of a certificate: who must do what, from when, until when' });
export type RenewalView = z.infer<typeof RenewalView>;

const RenewalRow = z
  .strictObject({
    siteId: SiteId,
    requestId: RequestId,
    prefix: z.string().meta({ examples: ['login'] }),
    status: z.enum(STATUSES),
    method: z.enum(METHODS),
    names: z.int(),
    renewal: RenewalView,
  })
  .meta({ id: 'RenewalRow' });

export const RenewalsAnswer = z.strictObject({
  renewals: z.array(RenewalRow),
  nextCursor: z
    .string()
    .nullable()
    .describe('Send it as cursor to go on; null after the last page')
    .meta({ examples: [null] }),
});
