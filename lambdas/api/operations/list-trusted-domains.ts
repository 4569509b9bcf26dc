/** sites.listTrustedDomains: what can get a certificate and why not; with a prefix, the names and the records to add. */
import { aliasesOf, cnameTarget, zoneFileSnippet } from '../../../core/alias.ts';
import { eligibleDomains, trustedDomains } from '../../../core/site.ts';
import type { Operation, Tools } from '../operation.ts';

export function listTrustedDomains({ sites, dataCenters }: Tools): Operation<'sites.listTrustedDomains'> {
  return async ({ siteId, prefix }) => {
    const site = await sites.require(siteId);
    const target = cnameTarget(siteId, dataCenters[site.dataCenter].host);
    const aliases = prefix === undefined ? [] : aliasesOf(prefix, eligibleDomains(site));
    return {
      trustedDomains: trustedDomains(site.trustedSiteUrls),
      cnameTarget: target,
      aliases,
      records: aliases.map((alias) => ({ name: alias, type: 'CNAME', value: target })),
      zoneFile: zoneFileSnippet(aliases, target),
    };
  };
}
