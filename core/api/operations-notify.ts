/** The operations on a site's webhook, and on instructions for people without an account. */
import * as z from 'zod';
import { Page } from '../page.ts';
import {
  DeliveriesAnswer,
  DeliveryView,
  InstructionsAnswer,
  SharedLink,
  WebhookSecret,
  WebhookTested,
} from './answers-notify.ts';
import type { Operation } from './operations.ts';
import { ASKS_THE_WORLD } from './operations-certificates.ts';
import { Request, Site } from './parameters.ts';

const DeliveryId = z
  .string()
  .max(80)
  .describe('The id of a delivery, which is the header webhook-id')
  .meta({ examples: ['req-20261121-0123456789-12'] });
/** In the query, not in the path: access logs hold paths. */
const Token = z
  .string()
  .max(100)
  .describe('The last part of a link')
  .meta({ examples: ['0123456789abcdef0123456789abcdef01234567'] });

export const NOTIFY_OPERATIONS = {
  'webhooks.rotateSecret': {
    method: 'POST',
    path: '/sites/{siteId}/webhook/secret',
    success: 200,
    summary: 'Makes the secret that signs the site’s webhook, or a new one; the old one signs too for another day',
    permission: 'sites.write',
    holdsSecret: true,
    errors: ['SiteUnknown'],
    output: WebhookSecret,
    input: z.strictObject(Site),
  },
  'webhooks.test': {
    method: 'POST',
    path: '/sites/{siteId}/webhook/test',
    success: 200,
    summary: 'Posts a signed test message now, and answers what the receiver said',
    permission: 'sites.write',
    weight: ASKS_THE_WORLD,
    errors: ['SiteUnknown', 'WebhookNotSet'],
    output: WebhookTested,
    input: z.strictObject(Site),
  },
  'webhooks.list': {
    method: 'GET',
    path: '/sites/{siteId}/webhook/deliveries',
    success: 200,
    summary: 'Deliveries to the site’s webhook of the last 30 days, newest first, with every try',
    permission: 'sites.read',
    errors: ['SiteUnknown'],
    output: DeliveriesAnswer,
    input: z.strictObject({ ...Site, ...Page }),
  },
  'webhooks.replay': {
    method: 'POST',
    path: '/sites/{siteId}/webhook/deliveries/{deliveryId}/replay',
    success: 202,
    summary: 'Makes a delivery again, as if it had never been tried: a dead one, or one that the receiver lost',
    permission: 'sites.write',
    errors: ['SiteUnknown', 'DeliveryUnknown', 'WebhookNotSet'],
    output: DeliveryView,
    input: z.strictObject({ ...Site, deliveryId: DeliveryId }),
  },
  'certificates.shareInstructions': {
    method: 'POST',
    path: '/sites/{siteId}/certificates/{requestId}/instructions',
    success: 200,
    summary: 'Makes a link, which needs no account, to what the owner of the DNS or of a mailbox must do',
    permission: 'certificates.write',
    holdsSecret: true,
    errors: ['SiteUnknown', 'RequestUnknown', 'NothingToShare'],
    output: SharedLink,
    input: z.strictObject({ ...Request }),
  },
  'instructions.get': {
    method: 'GET',
    path: '/instructions',
    success: 200,
    summary: 'What a link shows: the records and addresses, what is seen of them now, and until when',
    permission: 'public',
    errors: ['InstructionsUnknown', 'TooManyCalls'],
    output: InstructionsAnswer,
    input: z.strictObject({ token: Token }),
  },
} as const satisfies Record<string, Operation>;
