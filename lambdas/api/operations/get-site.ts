/** sites.get: one site, and whether the certificate that serves still fits its trusted domains. */
import type { Operation, Tools } from '../operation.ts';
import { viewWholeSite } from '../parts/view-site.ts';

export function getSite({ sites, requests, dataCenters }: Tools): Operation<'sites.get'> {
  return async ({ siteId }) => {
    const [site, all] = await Promise.all([sites.require(siteId), requests.list(siteId)]);
    return viewWholeSite(site, all, dataCenters);
  };
}
