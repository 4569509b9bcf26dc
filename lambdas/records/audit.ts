/** The audit in the table: one item a call, by time; once more by the partner that it concerns. Nothing is ever changed. */
import type { AuditEntry } from '../../core/audit-entry.ts';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { TABLE } from '../../core/topology.ts';
import type { Item, Table } from '../clients/table.ts';

/** One partition takes 1,000 writes a second; the API lets 50 calls through. */
const ALL_CALLS = 'AUDIT';
/** The vendor's own audit log keeps its entries for 12 months. */
const KEPT_SECONDS = 366 * 24 * 3600;

/** `partnerId`: of the site that was touched, else of the caller; null where it concerns the vendor only. */
function toItem(entry: AuditEntry, partnerId: string | null): Item {
  const sk = `${entry.at}#${entry.callId}`;
  return {
    pk: ALL_CALLS,
    sk,
    entry,
    [TABLE.timeToLive]: unixSeconds(new Date(entry.at)) + KEPT_SECONDS,
    ...(partnerId === null ? {} : { sitePk: `${ALL_CALLS}#${partnerId}`, siteSk: sk }),
  };
}

/** Where a page begins: the sort key of its first entry, or a time. */
export interface AuditPage {
  /** Null: all calls. */
  partnerId: string | null;
  /** RFC 3339: none older. */
  from?: string | undefined;
  /** A cursor, or RFC 3339: none newer. */
  upTo?: string | undefined;
  limit: number;
}

export function createAudit(table: Table) {
  return {
    async add(entry: AuditEntry, partnerId: string | null): Promise<void> {
      await table.put(toItem(entry, partnerId));
    },

    /** Newest first, each with its cursor. Entries of a time all begin with it, and `~` sorts after them. */
    async list({
      partnerId,
      from = '',
      upTo = '9',
      limit,
    }: AuditPage): Promise<{ entry: AuditEntry; cursor: string }[]> {
      const where =
        partnerId === null
          ? { partition: ALL_CALLS }
          : { partition: `${ALL_CALLS}#${partnerId}`, index: 'bySite' as const };
      const bound = upTo.includes('#') ? upTo : `${upTo}~`;
      const items = await table.query({ ...where, upTo: bound, newestFirst: true, limit });
      return items
        .filter(({ entry }) => (entry as AuditEntry).at >= from)
        .map(({ sk, entry }) => ({ entry: entry as AuditEntry, cursor: sk }));
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;
