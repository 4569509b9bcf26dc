/** A delivery as the API shows it. Its message is that of the request's history. */
import type { DeliveryView } from '../../../core/api/answers-notify.ts';
import type { Delivery } from '../../records/deliveries.ts';

export function viewDelivery(delivery: Delivery): DeliveryView {
  const { deliveryId, requestId, notice, createdAt, state, dueAt, attempts, answer } = delivery;
  return { deliveryId, requestId, type: notice.type, createdAt, state, nextTryAt: dueAt, attempts, answer };
}
