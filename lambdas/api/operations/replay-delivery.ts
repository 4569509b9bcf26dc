/** webhooks.replay: due at once, and as if it had never been tried. A lost wake-up costs a minute: watch finds it. */
import { ServiceError } from '../../../core/errors.ts';
import type { Operation, Tools } from '../operation.ts';
import { requireWebhook } from '../parts/require-webhook.ts';
import { viewDelivery } from '../parts/view-delivery.ts';

export function replayDelivery(tools: Tools): Operation<'webhooks.replay'> {
  const { deliveries, events } = tools;
  return async ({ siteId, deliveryId }, { now }) => {
    const delivery = await deliveries.find(siteId, deliveryId);
    if (delivery) await requireWebhook(tools, siteId);
    const again = delivery && (await deliveries.again(delivery, now));
    if (!again) throw new ServiceError('DeliveryUnknown', { siteId, deliveryId });
    await events.deliveryDue(again.requestId);
    return viewDelivery(again);
  };
}
