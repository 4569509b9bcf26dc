/** A site's CNAME target: its distribution, and the vendor's record that leads there. Made once; asking again changes nothing. */
import { cnameTarget } from '../../core/alias.ts';
import type { DataCenters } from '../../core/data-center.ts';
import type { Site } from '../../core/site.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { Route53 } from '../clients/route53.ts';
import type { Sites } from '../records/sites.ts';

export interface TargetMakers {
  sites: Sites;
  cloudFront: CloudFront;
  route53: Route53;
  dataCenters: DataCenters;
}

/** The target is worth showing only when both exist: then the site carries its distribution. */
export async function ensureTarget(
  { sites, cloudFront, route53, dataCenters }: TargetMakers,
  siteId: string,
): Promise<Site> {
  const site = await sites.require(siteId);
  const { host, zoneId } = dataCenters[site.dataCenter];
  const distribution = site.distribution ?? (await cloudFront.ensureDistribution(siteId, host));
  await sites.noteDistribution(siteId, distribution.id);
  await route53.ensureCname(zoneId, cnameTarget(siteId, host), distribution.domainName);
  if (site.distribution) return site;
  return sites.change(siteId, (now) => (now.distribution ? now : { ...now, distribution }));
}
