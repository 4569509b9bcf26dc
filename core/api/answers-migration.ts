/** What the operations on migrations from e-mail to DNS validation answer. Same rule as core/api/answers-certificates.ts. */
import * as z from 'zod';
import { Instant, MigrationStateName, NextCursor, RequestId, SiteId } from './fields.ts';

const Day = z.iso.date().meta({ examples: ['2027-06-01'] });

export const MigrationRow = z
  .strictObject({
    siteId: SiteId,
    requestId: RequestId,
    prefix: z.string().meta({ examples: ['login'] }),
    status: z.enum(['READY', 'ACTIVE']),
    notAfter: Instant.describe('End of the certificate’s validity'),
    lastSafeDay: Day.describe('The last day on which the records of a migration may come to stand without harm'),
    mailRenewal: z
      .strictObject({ from: Day, until: Day })
      .nullable()
      .describe('When the certificate can be renewed by approval mails once more; null when not any more'),
    names: z.int(),
    state: z.enum(['NOT_STARTED', ...MigrationStateName.options]),
    records: z.int().describe('Records that AWS has named'),
    seen: z.int().describe('Those of them that we see in the DNS'),
    until: Instant.nullable().describe('Until when the records may come to stand'),
    windowUntil: Instant.nullable().describe('Until when AWS looks; null while it does not'),
    windows: z.int().describe('How often AWS has begun to look'),
    endedAt: Instant.nullable(),
  })
  .meta({ id: 'MigrationRow', description: 'One certificate of the campaign from e-mail to DNS' });
export type MigrationRow = z.infer<typeof MigrationRow>;

const EmailSunset = z
  .strictObject({
    lastRequests: Day.describe('The last day on which AWS takes new certificates by e-mail').meta({
      examples: ['2027-03-31'],
    }),
    lastRenewals: Day.describe('The last day on which AWS renews by e-mail').meta({ examples: ['2027-09-30'] }),
  })
  .meta({ id: 'EmailSunset', description: 'When AWS ends validation by e-mail; UTC days' });

export const MigrationsAnswer = z.strictObject({
  emailSunset: EmailSunset,
  migrations: z.array(MigrationRow),
  nextCursor: NextCursor,
});
export type MigrationsAnswer = z.infer<typeof MigrationsAnswer>;
