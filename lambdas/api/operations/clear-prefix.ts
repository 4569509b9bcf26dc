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
    const active = (await requests.list(siteId)).find(({ status }) => status === 'ACTIVE');
    const { apiDomainPrefix = active?.prefix } = await sites.require(siteId);
    if (apiDomainPrefix === undefined) throw new ServiceError('PrefixNotSet', { siteId });
    const text = `${caller} took the prefix ${apiDomainPrefix} out of the site settings.`;
    const changed = await deactivate(
      { sites, requests },
      { siteId, requestId: active?.requestId, by: caller, text, now },
    );
    return viewSite(changed, dataCenters);
  };
}
