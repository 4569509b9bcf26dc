/** Leases: at most one writer at a time for something account-wide. Time is the caller's; a lease ends by itself. */
import { ServiceError } from '../../core/errors.ts';
import type { Key, Table } from '../clients/table.ts';

/** A holder that crashed keeps others out no longer than this. Longer than the writes under it take. */
const LEASE_SECONDS = 60;

function leaseKey(name: string): Key {
  return { pk: `LEASE#${name}`, sk: 'LEASE' };
}

export function createLeases(table: Table) {
  return {
    /** Does `work` as the only holder, or throws WriterBusy at once: the state machine tries again. */
    async holding<T>(name: 'cloudfront' | 'resend', holder: string, now: Date, work: () => Promise<T>): Promise<T> {
      const until = now.getTime() + LEASE_SECONDS * 1000;
      const free = {
        expression: 'attribute_not_exists(pk) OR leaseUntil <= :now OR holder = :holder',
        values: { ':now': now.getTime(), ':holder': holder },
      };
      if (!(await table.put({ ...leaseKey(name), holder, leaseUntil: until }, free)))
        throw new ServiceError('WriterBusy');
      try {
        return await work();
      } finally {
        await table.delete(leaseKey(name), { expression: 'holder = :holder', values: { ':holder': holder } });
      }
    },
  };
}

export type Leases = ReturnType<typeof createLeases>;
