/** audit.list: newest first, a page at a time. A partner reads what concerns its sites and callers, the vendor everything. */
import { type AuditEntry, isOfChange } from '../../../core/audit-entry.ts';
import type { Principal } from '../../../core/principal.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { readPage } from '../parts/page.ts';

export function listAudit({ audit }: AccessTools): Operation<'audit.list'> {
  return async ({ partnerId: wanted, siteId, from, to, only, ...page }, { principal }) => {
    const partnerId = principal.partnerId ?? wanted ?? null;
    if (wanted !== undefined && wanted !== partnerId) return { entries: [], nextCursor: null };
    const span = { partnerId, from: instant(from), to: instant(to) };
    return readPage(page, {
      list: (part) => audit.list({ ...span, ...part }),
      sortKeyOf: audit.sortKeyOf,
      isSeen: (entry) =>
        isFor(principal, entry) && (siteId ?? entry.siteId) === entry.siteId && (!only || isOfChange(entry)),
    });
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
