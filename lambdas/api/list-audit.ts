/** audit.list: newest first, a page at a time. A partner reads what concerns its sites and callers, the vendor everything. */
import type { AuditEntry } from '../../core/audit-entry.ts';
import type { Principal } from '../../core/principal.ts';
import type { AccessOperation, AccessTools } from './operation-access.ts';

/** Entries of a page. */
const PAGE = 50;
/** Entries read at once, and how often for one page: where few of them may be seen, the page ends early and has a cursor. */
const [BATCH, BATCHES] = [200, 5];

export function listAudit({ audit }: AccessTools): AccessOperation<'audit.list'> {
  return async ({ partnerId: wanted, siteId, from, to, cursor }, { principal }) => {
    const partnerId = principal.partnerId ?? wanted ?? null;
    if (wanted !== undefined && wanted !== partnerId) return { entries: [], nextCursor: null };
    const entries: AuditEntry[] = [];
    let upTo = cursor ?? instant(to);
    for (let batch = 0; batch < BATCHES; batch++) {
      const found = await audit.list({ partnerId, from: instant(from), upTo, limit: BATCH + 1 });
      for (const { entry, cursor: here } of found.slice(0, BATCH)) {
        if (!isFor(principal, entry) || (siteId ?? entry.siteId) !== entry.siteId) continue;
        if (entries.length === PAGE) return { entries, nextCursor: here };
        entries.push(entry);
      }
      upTo = found[BATCH]?.cursor; // one more than are looked at says where to go on
      if (upTo === undefined) return { entries, nextCursor: null };
    }
    return { entries, nextCursor: upTo };
  };
}

/** As entries write their time. */
function instant(text: string | undefined): string | undefined {
  return text === undefined ? undefined : new Date(text).toISOString();
}

/** Who has some of the sites reads of these, and of what it did itself. */
function isFor({ sites, kind, id, partnerId }: Principal, { siteId, principal }: AuditEntry): boolean {
  if (sites === '*' || (siteId !== undefined && sites.includes(siteId))) return true;
  return principal?.kind === kind && principal.id === id && principal.partnerId === partnerId;
}
