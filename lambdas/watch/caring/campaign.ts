/** The campaign from e-mail to DNS validation: the contacts of a site whose certificate needs approvals by mail are invited, and reminded. */
import { campaignLetter, campaignLetterName } from '../../../core/letters/migration.ts';
import { campaignAt } from '../../../core/sunset.ts';
import { type Post, tellContacts } from '../../duties/tell-contacts.ts';
import type { Caring } from '../care.ts';

/** Nothing to write before the certificate is another one. */
const NOTHING_MS = 365 * 86_400_000;

export function inviteToDns(post: Post): Caring {
  return async (request, now) => {
    const { method, notAfter } = request;
    const later = new Date(now.getTime() + NOTHING_MS);
    if (method === 'DNS' || notAfter === null) return later;
    const { due, nextAt } = campaignAt(notAfter, now);
    if (due)
      await tellContacts(post, request, campaignLetterName(due), campaignLetter(request, due, post.consoleUrl), now);
    return nextAt ?? later;
  };
}
