/** certificates.list: the requests of a site, newest first. */
import { viewRequest } from '../../../core/view.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from './page.ts';

export function listCertificates({ requests }: Tools): Operation<'certificates.list'> {
  return async ({ siteId, ...page }, { now }) => {
    const { sortKeyOf } = requests;
    const { entries, nextCursor } = await readPage(page, { sortKeyOf, list: (part) => requests.list(siteId, part) });
    return { certificates: entries.map((request) => viewRequest(request, { now })), nextCursor };
  };
}
