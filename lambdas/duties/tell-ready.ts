/** Tells the contacts that every name serves and the prefix can be saved, where that is still to be done. */
import { ready } from '../../core/letters/ready.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { isLeaving } from '../../core/retirement.ts';
import { type Post, tellContacts } from './tell-contacts.ts';

export async function tellReady(post: Post, request: CertificateRequest, now: Date): Promise<void> {
  if (request.status !== 'READY') return;
  const site = await post.sites.require(request.siteId);
  if (site.apiDomainPrefix === request.prefix || isLeaving(site)) return;
  await tellContacts(post, request, 'ready', ready(request, post.consoleUrl), now);
}
