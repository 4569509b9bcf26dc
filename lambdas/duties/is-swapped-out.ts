/**
 * Is another certificate on the site's distribution in the place of a request's own? A newer request on its way may have put it there, or one
 * that was canceled and whose names AWS may still move. CloudFront's word counts: what a request meant to do, it may not have done.
 */
import type { CertificateRequest } from '../../core/request.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { Sites } from '../records/sites.ts';
import { distributionOf } from './distribution-of.ts';

export interface SwapTools {
  sites: Sites;
  cloudFront: CloudFront;
}

/** How often it is asked for while it is so, in milliseconds: that lasts hours, or weeks of people. */
export const WHILE_SWAPPED_MS = 3_600_000;

export async function isSwappedOut(
  { sites, cloudFront }: SwapTools,
  { siteId, certificateArn }: Pick<CertificateRequest, 'siteId' | 'certificateArn'>,
): Promise<boolean> {
  const served = await cloudFront.served((await distributionOf(sites, siteId)).id);
  return served.certificateArn !== null && served.certificateArn !== certificateArn;
}
