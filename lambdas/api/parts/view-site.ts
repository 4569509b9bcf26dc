/** A site as the API shows it. The CNAME target is shown only when the distribution behind it exists. */
import { cnameTarget } from '../../../core/alias.ts';
import type { DataCenters } from '../../../core/data-center.ts';
import { outdatedOf, servingOf } from '../../../core/replacement.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { type Site, trustedDomains } from '../../../core/site.ts';

/** One site, with how the certificate that serves differs from its trusted domains: what its address answers, byte for byte. */
export function viewWholeSite(site: Site, requests: readonly CertificateRequest[], dataCenters: DataCenters) {
  return { ...viewSite(site, dataCenters), certificateOutdated: outdatedOf(site, servingOf(requests)) };
}

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
