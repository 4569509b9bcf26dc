/** Nonces and signatures that were accepted, in the table: each is good once. One memory for all instances. */
import type { ReplayStore } from '../../core/security/replay.ts';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { NOT_THERE, type Table } from '../clients/table.ts';

export function createNonces(table: Table): ReplayStore {
  return {
    /** One conditional write: of two copies that come at once, one passes. TTL removes late, hence the second half. */
    remember({ key, expiresAt }, now) {
      return table.put(
        { pk: `NONCE#${key}`, sk: 'NONCE', expiresAt },
        { expression: `${NOT_THERE.expression} OR expiresAt < :now`, values: { ':now': unixSeconds(now) } },
      );
    },
  };
}
