/** Posts a message to a site's webhook, signed with the site's secrets. What came of it is data: nothing here decides what is next. */
import type { Secrets } from '../../core/security/secret.ts';
import type { Site } from '../../core/site.ts';
import { type Attempt, type Message, refusalOf, signedHeaders } from '../../core/webhook.ts';
import type { WebhookClient } from '../clients/webhook.ts';
import { sealNameOf, type WebhookSecrets, type Webhooks } from '../records/webhooks.ts';

export interface WebhookTools {
  webhooks: Webhooks;
  /** The vault's. */
  open(name: string, sealed: string): Promise<Secrets>;
  client: WebhookClient;
}

export interface Posted {
  attempt: Attempt;
  /** The beginning of what the receiver said. */
  answer: string | null;
  /** Another try cannot help. */
  final: boolean;
}

export async function postWebhook(
  tools: WebhookTools,
  { siteId, webhookUrl }: Pick<Site, 'siteId' | 'webhookUrl'>,
  message: Message,
  now: Date,
): Promise<Posted> {
  const failed = (problem: string, final: boolean): Posted => ({
    attempt: { at: now.toISOString(), status: null, problem },
    answer: null,
    final,
  });
  if (webhookUrl === undefined) return failed('the site has no webhook address any more', true);
  const sealed = await tools.webhooks.find(siteId);
  if (!sealed) return failed('the site has no webhook secret yet, and nothing is posted unsigned', false);
  const secrets = await tools.open(sealNameOf(siteId), sealed.sealedSecrets);
  const headers = signedHeaders(message, counting(secrets, sealed, now), now);
  const said = await tools.client.post(webhookUrl, headers, message.body);
  if ('problem' in said) return failed(said.problem, false);
  const refusal = refusalOf(said.status);
  return {
    attempt: { at: now.toISOString(), status: said.status, problem: refusal?.problem ?? null },
    answer: said.answer,
    final: refusal?.final ?? false,
  };
}

function counting(secrets: Secrets, { previousUntil }: WebhookSecrets, now: Date) {
  const overlaps = previousUntil !== undefined && previousUntil > now.toISOString();
  return overlaps ? secrets : secrets.slice(0, 1);
}
