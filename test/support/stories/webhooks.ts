/** A site that takes webhooks, and the receiver's own check of what it got: the one that docs/webhooks.md prints. */
import { spawnSync } from 'node:child_process';
import type { Received } from '../../../local/receivers.ts';
import { RECEIVER, SITE } from '../../../local/scenery.ts';
import { read } from '../repository.ts';
import type { Story } from './product.ts';

const SNIPPET = /```js\n([\s\S]+?)```/.exec(read('docs/webhooks.md'))?.[1] ?? '';

/** Registers an address for the world's customer and makes its secret. */
export async function takeWebhooks(story: Story, url = `https://${RECEIVER}/certificates`): Promise<string> {
  await registerWebhook(story, url);
  const { secret } = await story.call<{ secret: string }>('POST', `/sites/${SITE.siteId}/webhook/secret`);
  return secret;
}

async function registerWebhook(story: Story, webhookUrl: string): Promise<void> {
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, webhookUrl });
}

/** Runs the page's function in a Node of its own. */
export function verifies({ headers, body, at }: Received, secret: string, now = at): boolean {
  const given = JSON.stringify({ headers, body, secret });
  const driver = `console.log(verify({ ...${given}, now: new Date(${JSON.stringify(now)}) }));`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', `${SNIPPET}\n${driver}`], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return ran.stdout.trim() === 'true';
}

export interface Told {
  type: string;
  timestamp: string;
  data: { requestId: string; seq: number; status: string; previousStatus: string | null; waitingOn: string };
}

export function told(received: readonly Received[]): Told[] {
  return received.map(({ body }) => JSON.parse(body) as Told);
}
