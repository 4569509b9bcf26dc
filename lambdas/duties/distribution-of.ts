/** The site's distribution, which EnsureTarget made before anything that needs it. */
import type { Sites } from '../records/sites.ts';

export async function distributionOf(sites: Sites, siteId: string): Promise<{ id: string; domainName: string }> {
  const { distribution } = await sites.require(siteId);
  if (!distribution) throw new Error(`site ${siteId} has no distribution: EnsureTarget did not run`);
  return distribution;
}
