/** What is asked of a webhook, or of instructions for people without an account, that cannot be done. */
import type { Failure } from '../errors.ts';

export const NOTIFY_ERRORS = {
  WebhookNotSet: {
    errorCode: 409040,
    retry: false,
    publicText: 'Site {siteId} has no webhook {what}.',
    remedy: '{how}.',
  },
  DeliveryUnknown: {
    errorCode: 404040,
    retry: false,
    publicText: 'There is no delivery {deliveryId} to the webhook of site {siteId}.',
    remedy: 'List the deliveries of the site: those that are over are kept for 30 days.',
  },
  NothingToShare: {
    errorCode: 409041,
    retry: false,
    publicText: 'Request {requestId} waits for nothing that somebody outside could do.',
    remedy: 'Look at the request: it says who must act.',
  },
  InstructionsUnknown: {
    errorCode: 404041,
    retry: false,
    publicText: 'This link leads nowhere, or has ended.',
    remedy: 'Ask whoever sent it to you for a new one.',
  },
} as const satisfies Record<string, Failure>;
