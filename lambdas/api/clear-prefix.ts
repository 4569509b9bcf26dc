/** sites.clearPrefix: deactivation. Browsers are told the old address again; the certificate goes on serving. */
import { ServiceError } from '../../core/errors.ts';
import type { Operation, Tools } from './operation.ts';
import { viewSite } from './view-site.ts';

export function clearPrefix({ sites, requests, dataCenters }: Tools): Operation<'sites.clearPrefix'> {
  return async ({ siteId }, { now, caller }) => {
    const { apiDomainPrefix } = await sites.require(siteId);
    if (apiDomainPrefix === undefined) throw new ServiceError('PrefixNotSet', { siteId });
    const changed = await sites.change(siteId, ({ apiDomainPrefix: _, ...rest }) => rest);
    const active = (await requests.list(siteId)).find(({ status }) => status === 'ACTIVE');
    if (active) {
      await requests.change(active.requestId, () => ({
        type: 'Deactivated',
        at: now.toISOString(),
        by: caller,
        text: `${caller} took the prefix ${apiDomainPrefix} out of the site settings.`,
        set: { status: 'READY', waitingOn: 'site admin' },
      }));
    }
    return viewSite(changed, dataCenters);
  };
}
