/** The secrets with which a site's webhook is signed: one sealed item a site, apart from the site itself, which many may read. */
import { type Key, NOT_THERE, type Table } from '../clients/table.ts';
import { asRead, untilAsRead } from './as-read.ts';

export interface WebhookSecrets {
  /** The newer first. */
  sealedSecrets: string;
  /** Until when the older one signs too; absent when there is none. */
  previousUntil?: string;
}

function webhookKey(siteId: string): Key {
  return { pk: `SITE#${siteId}`, sk: 'WEBHOOK' };
}

/** Under which the vault seals them: no user key looks so. */
export function sealNameOf(siteId: string): string {
  return `webhook:${siteId}`;
}

/** More people than this who press at one moment are a bug. */
const WRITERS = 5;

export function createWebhooks(table: Table) {
  return {
    async find(siteId: string): Promise<WebhookSecrets | undefined> {
      return (await table.get(webhookKey(siteId)))?.secrets as WebhookSecrets | undefined;
    },

    /** The site is gone: nothing is posted for it any more. */
    async forget(siteId: string): Promise<void> {
      await table.delete(webhookKey(siteId));
    },

    /** Replaces them; tries again when somebody else did at the same moment. */
    async change(
      siteId: string,
      decide: (present: WebhookSecrets | undefined) => Promise<WebhookSecrets>,
    ): Promise<WebhookSecrets> {
      return untilAsRead(WRITERS, async () => {
        const item = await table.get(webhookKey(siteId));
        const version = Number(item?.version ?? 0);
        const secrets = await decide(item?.secrets as WebhookSecrets | undefined);
        const next = { ...webhookKey(siteId), secrets, version: version + 1 };
        return (await table.put(next, version === 0 ? NOT_THERE : asRead(version))) ? secrets : undefined;
      });
    },
  };
}

export type Webhooks = ReturnType<typeof createWebhooks>;
