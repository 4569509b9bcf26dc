/** webhooks.test: one message, posted while the caller waits. It is no delivery: nothing is kept of it and nothing tried again. */
import { testMessage } from '../../../core/webhook.ts';
import { dnsFrom, webhookFrom } from '../../clients/network.ts';
import { postWebhook } from '../../duties/post-webhook.ts';
import type { Operation, Tools } from '../operation.ts';
import { requireWebhook } from '../parts/require-webhook.ts';

export function testWebhook(tools: Tools): Operation<'webhooks.test'> {
  const { env, webhooks, vault } = tools;
  return async ({ siteId }, { now, newId }) => {
    const site = await requireWebhook(tools, siteId);
    const webhookTools = { webhooks, open: vault.open, client: webhookFrom(env, dnsFrom(env)) };
    const { attempt, answer } = await postWebhook(webhookTools, site, testMessage(`test-${newId()}`, siteId, now), now);
    return { delivered: attempt.problem === null, status: attempt.status, problem: attempt.problem, answer };
  };
}
