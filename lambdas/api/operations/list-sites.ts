/** sites.list: the sites that the caller may see, oldest first. */
import { sees } from '../../../core/principal.ts';
import type { Site } from '../../../core/site.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from '../parts/page.ts';
import { viewSite } from '../parts/view-site.ts';

export function listSites({ sites, dataCenters }: Tools): Operation<'sites.list'> {
  return async (page, { principal }) => {
    const isSeen = (site: Site) => sees(principal, site);
    const view = (site: Site) => viewSite(site, dataCenters);
    const { entries, nextCursor } = await readPage(page, { ...sites, isSeen }, view);
    return { sites: entries, nextCursor };
  };
}
