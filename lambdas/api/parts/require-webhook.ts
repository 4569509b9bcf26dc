/** The site, which has all that a webhook needs. Throws WebhookNotSet, in words that name what is missing. */
import { ServiceError } from '../../../core/errors.ts';
import type { Site } from '../../../core/site.ts';
import type { Tools } from '../operation.ts';

export async function requireWebhook({ sites, webhooks }: Tools, siteId: string): Promise<Site> {
  const site = await sites.require(siteId);
  if (site.webhookUrl === undefined) {
    const how = 'Register the site with a webhookUrl';
    throw new ServiceError('WebhookNotSet', { siteId, what: 'address', how });
  }
  if (!(await webhooks.find(siteId))) {
    const how = 'Make one, and give it to whoever runs the receiver';
    throw new ServiceError('WebhookNotSet', { siteId, what: 'secret', how });
  }
  return site;
}
