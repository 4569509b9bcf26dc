/** sites.register: a new site gets its distribution and CNAME target at once; a known one gets its new URLs, name and contacts. */
import { requireDataCenter } from '../../core/data-center.ts';
import { ServiceError } from '../../core/errors.ts';
import type { Site } from '../../core/site.ts';
import { ensureTarget } from '../duties/ensure-target.ts';
import type { Operation, Tools } from './operation.ts';
import { viewSite } from './view-site.ts';

export function registerSite(tools: Tools): Operation<'sites.register'> {
  const { sites, dataCenters } = tools;
  return async ({ siteId, name, dataCenter: wanted, trustedSiteUrls, contacts }, { now }) => {
    const dataCenter = requireDataCenter(wanted);
    const site: Site = { siteId, name, dataCenter, trustedSiteUrls, contacts, createdAt: now.toISOString() };
    if (!(await sites.add(site))) {
      await sites.change(siteId, (known) => {
        if (known.dataCenter !== dataCenter) throw new ServiceError('SiteChanged', { siteId, field: 'dataCenter' });
        return { ...known, name, trustedSiteUrls, contacts };
      });
    }
    return viewSite(await ensureTarget(tools, siteId), dataCenters);
  };
}
