/**
 * A site that serves, and its certificate replaced: what the stories have in common, and a client that shakes hands with every name
 * at every event of the world and every minute between, as browsers do.
 */
import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import type { SiteAnswer } from '../../../core/api/answers-sites.ts';
import type { Dns } from '../../../core/dns.ts';
import { judgeHandshake } from '../../../core/serving.ts';
import type { RequestView } from '../../../core/view.ts';
import { createEdgeClient } from '../../../lambdas/clients/edge.ts';
import { TABLE_NAME } from '../../../local/aws/aws.ts';
import { addValidationRecord } from '../../../local/people.ts';
import { PREFIX, SITE } from '../../../local/scenery.ts';
import { reaching } from './left-behind.ts';
import { approveAll, mendAll, playToReady } from './play.ts';
import type { Story } from './product.ts';

/** The names of the story's site, in its order. */
export const SERVED = [
  'login.www.example.com',
  'login.shop.example.com',
  'login.www.example.org',
  'login.example.net',
  'login.blog.example.net',
];
export const CERTIFICATES = `/sites/${SITE.siteId}/certificates`;

/** The site serves all its names, and its prefix is saved. */
export async function givenActive(story: Story, method?: 'EMAIL' | 'DNS'): Promise<RequestView> {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'refuse', method);
  if (method === 'DNS') {
    const { aliases } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
    for (const { validationRecord } of aliases) if (validationRecord) addValidationRecord(story, validationRecord);
  }
  await (method === 'DNS' ? story.until(requestId, ({ status }) => status === 'READY') : playToReady(story, requestId));
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  return story.read(requestId);
}

/** Its owner saves the list of trusted URLs. */
export function trust(story: Story, trustedSiteUrls: readonly string[]): Promise<SiteAnswer> {
  const { siteId, ...site } = SITE;
  return story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls });
}

export const siteOf = (story: Story) => story.call<SiteAnswer>('GET', `/sites/${SITE.siteId}`);

export interface Wishes {
  prefix?: string;
  method?: 'EMAIL' | 'DNS';
  onFindings?: 'refuse' | 'wait';
  without?: string[];
  offAir?: string[];
}

export function generate(story: Story, wishes: Wishes = {}): Promise<RequestView> {
  return story.call('POST', CERTIFICATES, { prefix: PREFIX, ...wishes });
}

export function continueWithout(
  story: Story,
  requestId: string,
  wishes: { without?: string[]; offAir?: string[] },
): Promise<RequestView & { approvalsLost: string[] }> {
  return story.call('POST', `${CERTIFICATES}/${requestId}/continue-without`, wishes);
}

/** Somebody with our account's credentials changes the aliases of the site's distribution by hand. */
export async function changeAliases(story: Story, change: (aliases: readonly string[]) => string[]): Promise<void> {
  const client = new CloudFrontClient(reaching(story));
  const { DistributionList } = await client.send(new ListDistributionsCommand({}));
  for (const { Id } of DistributionList?.Items ?? []) {
    const { ETag, DistributionConfig } = await client.send(new GetDistributionConfigCommand({ Id }));
    if (DistributionConfig?.CallerReference !== `${TABLE_NAME}/${SITE.siteId}`) continue;
    const Items = change(DistributionConfig.Aliases?.Items ?? []);
    const changed = { ...DistributionConfig, Aliases: { Quantity: Items.length, Items } };
    await client.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: changed }));
  }
  client.destroy();
}

/** What went wrong with a call: its problem. */
export function problemOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  return call.then(
    () => ({}),
    ({ problem }) => problem,
  );
}

/** Approves what waits for approval, whenever the request comes there. */
export async function approveAtOnce(story: Story, requestId: string): Promise<void> {
  const { certificateArn } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  await approveAll(story, certificateArn);
}

/**
 * Browsers all over: each look is a handshake with every name, judged as browsers judge. Kept are the looks that failed, and how
 * many there were.
 */
export function browsersOf(story: Story, names: readonly string[]) {
  const address = { name: '', type: 'A', ttl: 60, value: '127.0.0.1' };
  const dns = { lookup: async (name: string) => ({ name, outcome: 'ANSWER', records: [address] }) };
  const edge = createEdgeClient({
    dns: dns as unknown as Pick<Dns, 'lookup'>,
    tlsPort: story.ports.edgeTls,
    trustAnchors: story.rootPem,
    allowLoopback: true,
  });
  const seen = { looks: 0, failed: [] as string[], serials: new Set<string>() };

  async function look(): Promise<void> {
    const now = story.world.clock.now();
    seen.looks++;
    await Promise.all(
      names.map(async (alias) => {
        const { chain, problem } = await edge.handshake(alias);
        const judged = judgeHandshake({ alias, chain, anchors: edge.anchors, now });
        if (problem || !judged.serves) seen.failed.push(`${now.toISOString()} ${alias}: ${problem ?? 'not valid'}`);
        else seen.serials.add(judged.proof.serial);
      }),
    );
  }

  return {
    seen,
    /** As the story's own `until`, with a look at every event and every minute. */
    async until(requestId: string, reached: (request: RequestView) => boolean): Promise<RequestView> {
      const { clock } = story.world;
      for (;;) {
        await story.settle();
        await look();
        const latest = await story.read(requestId);
        if (reached(latest) || latest.failure !== null || latest.failing !== null) return latest;
        const minute = new Date(clock.now().getTime() + 60_000);
        const next = clock.next();
        if (next && next.due <= minute) await clock.jump();
        else await clock.jumpTo(minute);
      }
    },
  };
}
