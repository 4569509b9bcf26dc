/**
 * Is the certificate validated by DNS? While it waits, the findings about validation records in approval.ts. Facts of every row: alias,
 * record, value.
 */
import type { Reason } from '../reasons.ts';

export const MIGRATION_REASONS = {
  MigratedToDns: {
    condition: 'migration',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: 'AWS validates {alias} by its DNS record now.',
    remedy: 'Nothing to do. Keep the record, renewals need it: {record} CNAME {value}',
  },
  MigrationNotDone: {
    condition: 'migration',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message: 'The migration to DNS validation ended before AWS had confirmed {alias}; it is still validated by e-mail.',
    remedy: 'Start the migration again when the record stands: {record} CNAME {value}',
  },
} as const satisfies Record<string, Reason>;
