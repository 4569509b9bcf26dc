/** certificates.list: the requests of a site, newest first. */
import { viewRequest } from '../../../core/view.ts';
import type { Part } from '../../records/part.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from '../parts/page.ts';

export function listCertificates({ requests }: Tools): Operation<'certificates.list'> {
  return async ({ siteId, ...page }, { now }) => {
    const { sortKeyOf } = requests;
    const list = { sortKeyOf, list: (part: Part) => requests.list(siteId, part) };
    const { entries, nextCursor } = await readPage(page, list, (request) => viewRequest(request, { now }));
    return { certificates: entries, nextCursor };
  };
}
