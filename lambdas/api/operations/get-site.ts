/** sites.get: one site, and whether the certificate that serves still fits its trusted domains. */
import { outdatedOf, servingOf } from '../../../core/replacement.ts';
import type { Operation, Tools } from '../operation.ts';
import { viewSite } from './view-site.ts';

export function getSite({ sites, requests, dataCenters }: Tools): Operation<'sites.get'> {
  return async ({ siteId }) => {
    const [site, all] = await Promise.all([sites.require(siteId), requests.list(siteId)]);
    return { ...viewSite(site, dataCenters), certificateOutdated: outdatedOf(site, servingOf(all)) };
  };
}
