/** A certificate has ended without being renewed: what the request says from then on, and a letter to its contacts, once. */
import { renewalMissed } from '../../core/letters/renewal.ts';
import { missedFacts } from '../../core/renewal.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { isOver } from '../../core/status.ts';
import { type Post, tellContacts } from './tell-contacts.ts';

/** `notAfter`: of the certificate that has ended. Nothing happens to a request that is over otherwise. */
export async function expire(
  post: Post,
  request: CertificateRequest,
  notAfter: string,
  now: Date,
): Promise<CertificateRequest> {
  const expired = await post.requests.settle(request.requestId, (present) =>
    isOver(present)
      ? undefined
      : {
          type: 'Expired',
          at: now.toISOString(),
          by: 'service',
          text: 'The certificate has expired: browsers refuse the names now. Only a new one helps.',
          set: {
            status: 'EXPIRED',
            waitingOn: 'site admin',
            deadline: null,
            failure: { reason: 'RenewalMissed', facts: missedFacts(present, notAfter, now) },
          },
          conditions: conditionsOf(present, notAfter),
        },
  );
  if (expired.status === 'EXPIRED')
    await tellContacts(post, expired, 'renewal missed', renewalMissed(expired, post.consoleUrl), now);
  return expired;
}

function conditionsOf({ aliases, conditions }: CertificateRequest, notAfter: string): FoundCondition[] {
  return aliases.flatMap((alias): FoundCondition[] => [
    ...(conditions[alias]?.approval?.reason === 'RenewalPending'
      ? [
          {
            alias,
            name: 'approval' as const,
            finding: { reason: 'RenewalNotApproved' as const, facts: { alias, notAfter } },
          },
        ]
      : []),
    {
      alias,
      name: 'serving',
      finding: { reason: 'DoesNotServe', facts: { alias, found: 'its certificate has expired' } },
    },
  ]);
}
