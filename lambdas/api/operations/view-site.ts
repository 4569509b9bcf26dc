/** A site as the API shows it. The CNAME target is shown only when the distribution behind it exists. */
import { cnameTarget } from '../../../core/alias.ts';
import type { DataCenters } from '../../../core/data-center.ts';
import { type Site, trustedDomains } from '../../../core/site.ts';

export function viewSite(site: Site, dataCenters: DataCenters) {
  const { distribution, apiDomainPrefix, retirement, ...fields } = site;
  return {
    ...fields,
    apiDomainPrefix: apiDomainPrefix ?? null,
    cnameTarget: distribution ? cnameTarget(site.siteId, dataCenters[site.dataCenter].host) : null,
    retirement: retirement ?? null,
    trustedDomains: trustedDomains(site.trustedSiteUrls),
  };
}
