/** sites.get: one site. */
import type { Operation, Tools } from './operation.ts';
import { viewSite } from './view-site.ts';

export function getSite({ sites, dataCenters }: Tools): Operation<'sites.get'> {
  return async ({ siteId }) => viewSite(await sites.require(siteId), dataCenters);
}
