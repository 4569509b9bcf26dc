/** The audit in the table: one item a call, by time; once more by the partner that it concerns. Nothing is ever changed. */
import type { AuditEntry } from '../../core/audit-entry.ts';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { TABLE } from '../../core/topology.ts';
import type { Item, Table } from '../clients/table.ts';
import { type Part, part } from './part.ts';

/** One partition takes 1,000 writes of a kilobyte a second; the API lets 500 calls through, and hardly one is longer than that. */
const ALL_CALLS = 'AUDIT';
/** The vendor's own audit log keeps its entries for 12 months. */
const KEPT_SECONDS = 366 * 24 * 3600;

/** `partnerId`: of the site that was touched, else of the caller; null where it concerns the vendor only. */
function toItem(entry: AuditEntry, partnerId: string | null): Item {
  const sk = sortKeyOf(entry);
  return {
    pk: ALL_CALLS,
    sk,
    entry,
    [TABLE.timeToLive]: unixSeconds(new Date(entry.at)) + KEPT_SECONDS,
    ...(partnerId === null ? {} : { sitePk: `${ALL_CALLS}#${partnerId}`, siteSk: sk }),
  };
}

/** Of the list. */
function sortKeyOf({ at, callId }: AuditEntry): string {
  return `${at}#${callId}`;
}

export interface AuditPart extends Part {
  /** Null: all calls. */
  partnerId: string | null;
  /** RFC 3339: none older. */
  from?: string | undefined;
  /** RFC 3339: none newer. */
  to?: string | undefined;
}

export function createAudit(table: Table) {
  return {
    async add(entry: AuditEntry, partnerId: string | null): Promise<void> {
      await table.put(toItem(entry, partnerId));
    },

    sortKeyOf,
    /** Newest first. Entries of a time all begin with it, and `~` sorts after them. */
    async list({ partnerId, from = '', to = '9', begin = `${to}~`, limit }: AuditPart): Promise<AuditEntry[]> {
      const where =
        partnerId === null
          ? { partition: ALL_CALLS }
          : { partition: `${ALL_CALLS}#${partnerId}`, index: 'bySite' as const };
      const items = await table.query({ ...where, newestFirst: true, ...part('upTo', begin, limit) });
      return items.map(({ entry }) => entry as AuditEntry).filter(({ at }) => at >= from);
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;
