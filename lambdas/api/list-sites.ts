/** sites.list: all sites, oldest first. */
import type { Operation, Tools } from './operation.ts';
import { viewSite } from './view-site.ts';

export function listSites({ sites, dataCenters }: Tools): Operation<'sites.list'> {
  return async () => ({ sites: (await sites.list()).map((site) => viewSite(site, dataCenters)) });
}
