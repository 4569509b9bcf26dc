/** sites.clearPrefix: deactivation. Browsers are told the old address again; the certificate goes on serving. */
import { ServiceError } from '../../../core/errors.ts';
import { deactivate } from '../../duties/deactivate.ts';
import type { Operation, Tools } from '../operation.ts';
import { viewSite } from '../parts/view-site.ts';

export function clearPrefix({ sites, requests, dataCenters }: Tools): Operation<'sites.clearPrefix'> {
  return async ({ siteId }, { now, caller }) => {
    const { apiDomainPrefix } = await sites.require(siteId);
    if (apiDomainPrefix === undefined) throw new ServiceError('PrefixNotSet', { siteId });
    const active = (await requests.list(siteId)).find(({ status }) => status === 'ACTIVE');
    const text = `${caller} took the prefix ${apiDomainPrefix} out of the site settings.`;
    const changed = await deactivate(
      { sites, requests },
      { siteId, requestId: active?.requestId, by: caller, text, now },
    );
    return viewSite(changed, dataCenters);
  };
}
