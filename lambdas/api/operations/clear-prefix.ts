/**
 * sites.clearPrefix: deactivation. Browsers are told the old address again; the certificate goes on serving. A call that died half-way has
 * left a request ACTIVE without a prefix: the next one does the rest.
 */
import { ServiceError } from '../../../core/errors.ts';
import { deactivate } from '../../duties/deactivate.ts';
import type { Operation, Tools } from '../operation.ts';
import { viewSite } from '../parts/view-site.ts';

export function clearPrefix({ sites, requests, dataCenters }: Tools): Operation<'sites.clearPrefix'> {
  return async ({ siteId }, { now, caller }) => {
    // The site first: whoever saves a prefix writes it there first, and looks there again once its request is ACTIVE.
    const site = await sites.require(siteId);
    const active = (await requests.list(siteId)).find(({ status }) => status === 'ACTIVE');
    const apiDomainPrefix = site.apiDomainPrefix ?? active?.prefix;
    if (apiDomainPrefix === undefined) throw new ServiceError('PrefixNotSet', { siteId });
    const text = `${caller} took the prefix ${apiDomainPrefix} out of the site settings.`;
    const changed = await deactivate(
      { sites, requests },
      { siteId, requestId: active?.requestId, by: caller, text, now },
    );
    return viewSite(changed, dataCenters);
  };
}
