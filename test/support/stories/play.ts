/** A journey played by people who do what they are asked: the DNS owner mends, the mailbox owners approve. */
import type { RequestView } from '../../../core/view.ts';
import { approve, mendRecord } from '../../../local/people.ts';
import { SITE } from '../../../local/scenery.ts';
import type { Story } from './product.ts';

/** The two records that are wrong when a world begins. */
export function mendAll(story: Story): void {
  mendRecord(story, 'shop.example.com');
  mendRecord(story, 'blog.example.net');
}

/** The site has one name: for stories in which time is long and how many there are does not matter. */
export async function trustOne(story: Story): Promise<void> {
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: site.trustedSiteUrls.slice(0, 1) });
}

/** Approves what is not approved yet, for the certificate or for its renewal. */
export async function approveAll(story: Story, certificateArn: string | null): Promise<void> {
  const { names = [], renewal } = story.acm.certificates.find(certificateArn ?? '') ?? {};
  for (const { name, status } of renewal?.names ?? names)
    if (status === 'PENDING_VALIDATION') await approve(story, name);
}

/** Plays until the request of the story's site is there, or over. */
export async function play(
  story: Story,
  requestId: string,
  there: (request: RequestView) => boolean,
): Promise<RequestView> {
  const asked: Record<string, (request: RequestView) => unknown> = {
    AwaitPreflightFix: () => mendAll(story),
    AwaitValidation: ({ certificateArn }) => approveAll(story, certificateArn),
  };
  for (;;) {
    const halts = (request: RequestView) => there(request) || request.failure !== null;
    const request = await story.until(requestId, (present) => halts(present) || present.step in asked);
    if (halts(request)) return request;
    await asked[request.step]?.(request);
    delete asked[request.step];
  }
}

/** Plays to READY. */
export function playToReady(story: Story, requestId: string): Promise<RequestView> {
  return play(story, requestId, ({ status }) => status === 'READY');
}

export function cancel(story: Story, requestId: string): Promise<RequestView> {
  return story.call<RequestView>('POST', `/sites/${SITE.siteId}/certificates/${requestId}/cancel`);
}
