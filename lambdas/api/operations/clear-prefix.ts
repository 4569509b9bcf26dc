/** sites.clearPrefix: deactivation. Browsers are told the old address again; the certificate goes on serving. */
import { deactivated, withoutPrefix } from '../../../core/activation.ts';
import { ServiceError } from '../../../core/errors.ts';
import type { Operation, Tools } from '../operation.ts';
import { currentOf } from '../parts/current-of.ts';
import { viewSite } from '../parts/view-site.ts';

export function clearPrefix({ requests, activations, dataCenters }: Tools): Operation<'sites.clearPrefix'> {
  return async ({ siteId }, { now, caller: by }) => {
    const { site } = await activations.change(siteId, currentOf(await requests.list(siteId)), ({ site: present }) => {
      const { apiDomainPrefix } = present;
      if (apiDomainPrefix === undefined) throw new ServiceError('PrefixNotSet', { siteId });
      const text = `${by} took the prefix ${apiDomainPrefix} out of the site settings.`;
      return { site: withoutPrefix(present), happening: (request) => deactivated(request, { by, text, now }) };
    });
    return viewSite(site, dataCenters);
  };
}
