/** webhooks.rotateSecret: a new secret, shown only once. The old one signs too for a day, so that no receiver misses a message. */
import { revealWebhookSecret } from '../../../core/webhook.ts';
import { sealNameOf } from '../../records/webhooks.ts';
import type { Operation, Tools } from '../operation.ts';

/** A day: as long as the secrets of applications overlap. */
const OVERLAP_MS = 24 * 3600 * 1000;

export function rotateWebhookSecret({ webhooks, vault }: Tools): Operation<'webhooks.rotateSecret'> {
  return async ({ siteId }, { now }) => {
    const secret = vault.newSecret();
    const name = sealNameOf(siteId);
    const { previousUntil = null } = await webhooks.change(siteId, async (present) => {
      const [current] = present ? await vault.open(name, present.sealedSecrets) : [];
      if (!current) return { sealedSecrets: await vault.seal(name, [secret]) };
      const until = new Date(now.getTime() + OVERLAP_MS).toISOString();
      return { sealedSecrets: await vault.seal(name, [secret, current]), previousUntil: until };
    });
    return { secret: revealWebhookSecret(secret), previousUntil };
  };
}
