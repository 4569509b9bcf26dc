/** sites.list: the sites that the caller may see, oldest first. */
import { sees } from '../../../core/principal.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from './page.ts';
import { viewSite } from './view-site.ts';

export function listSites({ sites, dataCenters }: Tools): Operation<'sites.list'> {
  return async (page, { principal }) => {
    const isSeen = (site: Parameters<typeof viewSite>[0]) => sees(principal, site);
    const { entries, nextCursor } = await readPage(page, { ...sites, isSeen });
    return { sites: entries.map((site) => viewSite(site, dataCenters)), nextCursor };
  };
}
