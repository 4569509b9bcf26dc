/** A certificate has an end. ACM may have renewed it meanwhile, under the same ARN; else it has EXPIRED, and browsers refuse it. */
import type { Acm } from '../../clients/acm.ts';
import { expire } from '../../duties/expire.ts';
import { isSwappedOut, type SwapTools, WHILE_SWAPPED_MS } from '../../duties/is-swapped-out.ts';
import type { Post } from '../../duties/tell-contacts.ts';
import type { Caring } from '../care.ts';
import { certificateOf } from '../certificate.ts';

/** Requests without a certificate do not serve and cannot end; a year stands for never. */
const WITHOUT_END_MS = 365 * 86_400_000;

export function watchExpiry({ acm, post, ...swapTools }: SwapTools & { acm: Acm; post: Post }): Caring {
  return async (request, now) => {
    const { requestId, notAfter } = request;
    if (notAfter === null) return new Date(now.getTime() + WITHOUT_END_MS);
    if (now.toISOString() < notAfter) return new Date(notAfter);
    const present = (await certificateOf(acm, request))?.notAfter ?? notAfter;
    if (now.toISOString() < present) {
      await post.requests.change(requestId, () => ({
        type: 'CertificateRenewed',
        at: now.toISOString(),
        by: 'service',
        text: `AWS has renewed the certificate: valid until ${present}.`,
        set: { notAfter: present },
      }));
      return new Date(present);
    }
    // The names serve by the certificate that is in its place.
    if (await isSwappedOut(swapTools, request)) return new Date(now.getTime() + WHILE_SWAPPED_MS);
    await expire(post, request, present, now);
    return new Date(now.getTime() + WITHOUT_END_MS);
  };
}
