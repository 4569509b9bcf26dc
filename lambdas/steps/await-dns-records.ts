/** AwaitDnsRecords: parked until the record of every name stands. People have until the certificate's last safe day, whatever ACM's 72 hours. */
import { recordsUntil } from '../../core/migration.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park(
    'AwaitDnsRecords',
    env,
    ({ aliases, migration }, { deadline }) => ({
      text: `Waiting until the validation records of ${aliases.length} names stand.`,
      set: {
        migration: migration && { ...migration, state: 'RECORDS', until: deadline },
      },
    }),
    { until: recordsUntil },
  );
