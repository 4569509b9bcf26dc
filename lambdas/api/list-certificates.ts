/** certificates.list: the requests of a site, newest first. */
import { viewRequest } from '../../core/view.ts';
import type { Operation, Tools } from './operation.ts';

export function listCertificates({ sites, requests }: Tools): Operation<'certificates.list'> {
  return async ({ siteId }) => {
    await sites.require(siteId);
    return { certificates: (await requests.list(siteId)).map((request) => viewRequest(request, null, {})) };
  };
}
