/** renewals.list: what is to be renewed at the sites that the caller may see, what ends first first, with all clicks and dates. */
import { sees } from '../../../core/principal.ts';
import { forecast } from '../../../core/renewal.ts';
import type { Part } from '../../records/part.ts';
import type { RenewalRow } from '../../records/renewals.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from '../parts/page.ts';

export function listRenewals({ renewals, requests, sites }: Tools): Operation<'renewals.list'> {
  return async (page, { principal, now }) => {
    const isMine = async (siteId: string) => {
      const site = await sites.find(siteId);
      return site !== undefined && sees(principal, site);
    };
    const { entries, nextCursor } = await readPage<RenewalRow & { seen: boolean }>(page, {
      sortKeyOf: renewals.sortKeyOf,
      isSeen: ({ seen }) => seen,
      list: async (part: Part) => {
        const rows = await renewals.list(part);
        const siteIds = [...new Set(rows.map(({ siteId }) => siteId))];
        const seen = new Map(await Promise.all(siteIds.map(async (id) => [id, await isMine(id)] as const)));
        return rows.map((row) => ({ ...row, seen: seen.get(row.siteId) ?? false }));
      },
    });
    const rows = await Promise.all(
      entries.map(async ({ requestId }) => {
        const request = await requests.require(requestId);
        const { siteId, prefix, status, method, aliases } = request;
        const renewal = forecast(request, now);
        return renewal ? [{ siteId, requestId, prefix, status, method, names: aliases.length, renewal }] : [];
      }),
    );
    return { renewals: rows.flat(), nextCursor };
  };
}
