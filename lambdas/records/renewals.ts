/**
 * What serves, by the end of its certificate: one row a request, written in the transaction of the event that changed it, so that the
 * list of renewals never differs from the requests.
 */
import type { CertificateRequest } from '../../core/request.ts';
import { isServing } from '../../core/status.ts';
import type { Item, Key, Table, TransactWrite } from '../clients/table.ts';
import { type Part, part } from './part.ts';

export interface RenewalRow {
  requestId: string;
  siteId: string;
  notAfter: string;
}

/** One partition of the index holds them all: a few hundred items, as for sites. */
const RENEWALS = 'RENEWALS';

function rowKey(requestId: string): Key {
  return { pk: `REQUEST#${requestId}`, sk: 'RENEWAL' };
}

function sortKeyOf({ notAfter, requestId }: RenewalRow): string {
  return `${notAfter}#${requestId}`;
}

/** The end of what serves; null for what does not. */
function endOf(request: CertificateRequest): string | null {
  return isServing(request) ? request.notAfter : null;
}

/** The write that keeps the row as the request is; none where its end stays, or is none any more. */
export function renewalWrites(before: CertificateRequest, after: CertificateRequest): TransactWrite[] {
  const [was, is] = [endOf(before), endOf(after)];
  if (was === is || is === null) return [];
  const { requestId, siteId } = after;
  const row: RenewalRow = { requestId, siteId, notAfter: is };
  return [{ put: { ...rowKey(requestId), ...row, sitePk: RENEWALS, siteSk: sortKeyOf(row) } }];
}

/** The write that takes the row away where the request serves no more. */
export function renewalGone(before: CertificateRequest, after: CertificateRequest): TransactWrite[] {
  return endOf(before) !== null && endOf(after) === null ? [{ delete: rowKey(after.requestId) }] : [];
}

function fromItem({ requestId, siteId, notAfter }: Item): RenewalRow {
  return { requestId: String(requestId), siteId: String(siteId), notAfter: String(notAfter) };
}

export function createRenewals(table: Table) {
  return {
    sortKeyOf,
    /** What ends first, first: all, or at most `limit` from the sort key `begin` on. */
    async list({ begin, limit }: Part = {}): Promise<RenewalRow[]> {
      const where = { index: 'bySite', partition: RENEWALS } as const;
      return (await table.query({ ...where, ...part('from', begin, limit) })).map(fromItem);
    },
  };
}

export type Renewals = ReturnType<typeof createRenewals>;
