/** Has ACM named the addresses or the CNAME of every name? Then the site's contacts are told who must click, or which records to add. */
import { CANCELED } from '../../../core/request.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Env } from '../../clients/aws.ts';
import type { Post } from '../../duties/tell-contacts.ts';
import { certificateOf } from '../certificate.ts';
import { isPast, type Look, MET } from '../look.ts';
import { tellAsked } from '../validating.ts';

export function lookAtValidationRecords(env: Env, acm: Acm, post: Post): Look {
  return async ({ execution: requestId, deadline }, now) => {
    const request = await post.requests.require(requestId);
    const certificate = await certificateOf(acm, request);
    const isOutOfTime = isPast(deadline, now);
    if (request.cancelAskedAt) return certificate || isOutOfTime ? { end: CANCELED } : 'notYet';
    const ended = certificate && certificate.status !== 'PENDING_VALIDATION'; // the next wait tells why
    const told = certificate && !ended && (await tellAsked(env, post, request, certificate, now));
    return ended || told || isOutOfTime ? MET : 'notYet';
  };
}
