/** AwaitDnsRecords: parked until the record of every name stands. People have until the certificate's last safe day, whatever ACM's 72 hours. */
import { recordsUntil } from '../../core/migration.ts';
import { certificateNames } from '../../core/request.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park(
    'AwaitDnsRecords',
    env,
    (request, { deadline }) => ({
      text: `Waiting until the validation records of ${certificateNames(request).length} names stand.`,
      set: {
        migration: request.migration && { ...request.migration, state: 'RECORDS', until: deadline },
      },
    }),
    { until: recordsUntil },
  );
