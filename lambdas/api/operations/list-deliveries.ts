/** webhooks.list: the deliveries to a site's webhook, newest first. */
import type { Operation, Tools } from '../operation.ts';
import { readPage } from '../parts/page.ts';
import { viewDelivery } from '../parts/view-delivery.ts';

export function listDeliveries({ deliveries }: Tools): Operation<'webhooks.list'> {
  return async ({ siteId, ...page }) => {
    const { sortKeyOf } = deliveries;
    const list = { sortKeyOf, list: (part: Parameters<typeof deliveries.list>[1]) => deliveries.list(siteId, part) };
    const { entries, nextCursor } = await readPage(page, list, viewDelivery);
    return { deliveries: entries, nextCursor };
  };
}
