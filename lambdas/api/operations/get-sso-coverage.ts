/**
 * sites.ssoCoverage: of the sites that share their sign-in, which have an active prefix and which lack one. Of those that the
 * caller may see: the others are not counted.
 */
import { sees } from '../../../core/principal.ts';
import type { Operation, Tools } from '../operation.ts';

export function getSsoCoverage({ sites }: Tools): Operation<'sites.ssoCoverage'> {
  return async ({ siteId }, { principal }) => {
    const { ssoGroup, partnerId } = await sites.require(siteId);
    if (ssoGroup === undefined) return { ssoGroup: null, sites: [], lacking: [] };
    const group = (await sites.list()).filter(
      (site) => site.ssoGroup === ssoGroup && site.partnerId === partnerId && sees(principal, site),
    );
    return {
      ssoGroup,
      sites: group.map((site) => ({
        siteId: site.siteId,
        name: site.name,
        apiDomainPrefix: site.apiDomainPrefix ?? null,
      })),
      lacking: group.filter(({ apiDomainPrefix }) => apiDomainPrefix === undefined).map((site) => site.siteId),
    };
  };
}
