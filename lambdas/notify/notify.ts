/**
 * Notify: makes what is due of one request's deliveries to its site's webhook, in the order of its events. A delivery that fails
 * holds up those behind it until it is made or given up, so that a receiver never reads the past after the present.
 */
import * as z from 'zod';
import { messageOf, nextTry } from '../../core/webhook.ts';
import { createVault } from '../authentication/vault.ts';
import { publisher } from '../clients/figures.ts';
import { createKms } from '../clients/kms.ts';
import { dnsFrom, webhookFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { postWebhook, type WebhookTools } from '../duties/post-webhook.ts';
import { createDeliveries, type Delivery } from '../records/deliveries.ts';
import { createSites } from '../records/sites.ts';
import { createWebhooks } from '../records/webhooks.ts';
import { type Create, createLogger, REAL_MACHINE, wrapped } from '../runtime.ts';

/** An EventBridge event of the rule DeliveryDue. */
const DueEvent = z.looseObject({ detail: z.looseObject({ requestId: z.string().min(1) }) });

/** No further delivery is begun after that: the slowest takes twenty seconds, and the function has sixty. */
const BEGIN_MS = 35_000;

export const create: Create = (env, machine = REAL_MACHINE, publish = publisher(env, machine)) => {
  const table = createTable(env);
  const [deliveries, sites, webhooks] = [createDeliveries(table), createSites(table), createWebhooks(table)];
  const vault = createVault(createKms(env), machine);
  const logger = createLogger('Notify', env);

  async function deliver(tools: WebhookTools, claimed: Delivery): Promise<void> {
    const { deliveryId, siteId, notice, attempts, begunAt } = claimed;
    const now = machine.now();
    const site = await sites.require(siteId);
    const { attempt, answer, final } = await postWebhook(tools, site, messageOf(deliveryId, notice), now);
    const next = final ? undefined : nextTry(attempts.length + 1, begunAt, now);
    const { state } = await deliveries.tried(claimed, attempt, answer, next);
    // That an address is gone, with its site or by its owner's wish, is no receiver's trouble.
    if (state !== 'dead' || site.webhookUrl === undefined) return;
    logger.warn('a webhook delivery is dead', { deliveryId, siteId, problem: attempt.problem });
    if (!final) publish?.({ DeliveriesDead: 1 }); // else the receiver itself wants no more
  }

  return wrapped('Notify', env, DueEvent, async ({ detail: { requestId } }) => {
    const tools: WebhookTools = { webhooks, open: vault.open, client: webhookFrom(env, dnsFrom(env)) };
    const begun = machine.now().getTime();
    let made = 0;
    for (;;) {
      const now = machine.now();
      const [first, ...others] = await deliveries.pending(requestId);
      if (!first || now.getTime() - begun > BEGIN_MS) return { made };
      if (first.dueAt !== null && first.dueAt > now.toISOString()) {
        await deliveries.waitBehind(others, first.dueAt);
        return { made };
      }
      const claimed = await deliveries.claim(first, now);
      if (!claimed) return { made };
      await deliver(tools, claimed);
      made++;
    }
  });
};
