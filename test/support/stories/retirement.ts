/** A site that ends: its customer removes what leads to it, and what is left of it in the world. */
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import type { SiteAnswer } from '../../../core/api/answers-sites.ts';
import { SITE } from '../../../local/scenery.ts';
import { reaching } from './left-behind.ts';
import type { Story } from './product.ts';

export const NAMES = {
  'login.www.example.com': 'example.com',
  'login.shop.example.com': 'example.com',
  'login.www.example.org': 'example.org',
  'login.example.net': 'example.net',
  'login.blog.example.net': 'example.net',
} as const;

export function removeRecords(story: Story, but: readonly string[] = []): void {
  for (const [name, zone] of Object.entries(NAMES)) if (!but.includes(name)) story.zones.remove(zone, name, 'CNAME');
}

export const readSite = (story: Story): Promise<SiteAnswer> => story.call('GET', `/sites/${SITE.siteId}`);
export const retire = (story: Story): Promise<SiteAnswer> => story.call('POST', `/sites/${SITE.siteId}/retire`);
export const keep = (story: Story): Promise<SiteAnswer> => story.call('POST', `/sites/${SITE.siteId}/keep`);

/** Jumps from event to event until the site's retirement is so. */
export async function untilRetirement(story: Story, state: string, days = 8): Promise<SiteAnswer> {
  const { clock } = story.world;
  let site = await readSite(story);
  await clock.jumpUntil(
    async () => {
      site = await readSite(story);
      return site.retirement?.state === state;
    },
    new Date(clock.now().getTime() + days * 86_400_000),
  );
  return site;
}

/** How many distributions our account has. */
export async function distributions(story: Story): Promise<number> {
  const client = new CloudFrontClient(reaching(story));
  const { DistributionList } = await client.send(new ListDistributionsCommand({}));
  client.destroy();
  return DistributionList?.Items?.length ?? 0;
}

/** The vendor's record that led to the site's distribution. */
export function targetRecord(story: Story): string | undefined {
  const name = `${SITE.siteId}.sslproxy.us1.gigya.com`;
  return story.zones.records('us1.gigya.com').find((set) => set.name === name)?.values[0];
}
