/**
 * What requests left behind for an ownership move when they ended before it: the claims of the moved names and a certificate.
 * A claim goes to the request of the site that has the name now, for a name in use is never unclaimed; else it is given back.
 */
import type { OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { isOver } from '../../core/status.ts';
import type { Acm } from '../clients/acm.ts';
import type { Claims } from '../records/claims.ts';
import type { Requests } from '../records/requests.ts';
import { tellOrphan } from './tell-orphan.ts';

export interface LettingGo {
  requests: Requests;
  claims: Claims;
  acm: Acm;
}

/**
 * Of a move that has ended, so that a request that ends at the same moment sees that it has, and lets go itself. Nothing the second time.
 */
export async function letGo({ requests, claims, acm }: LettingGo, move: OwnershipMove, now: Date): Promise<void> {
  const present = await requests.list(move.siteId);
  for (const { requestId } of present.filter((one) => one.moveId === move.moveId)) {
    const left = await requests.require(requestId); // the list is a moment behind
    if (!isOver(left)) continue;
    const { certificateArn, replacedBy } = left;
    const next = replacedBy === null ? undefined : await requests.find(replacedBy);
    for (const alias of Object.keys(move.aliases)) {
      const heir = heirOf(next ? [next, ...present] : present, alias);
      if (heir) await claims.handOver(alias, requestId, heir.requestId);
      else await claims.release(alias, requestId);
    }
    if (!certificateArn || (await requests.ofCertificate(certificateArn)) !== requestId) continue;
    if (await acm.delete(certificateArn))
      await requests.change(requestId, () => ({
        type: 'CertificateOrphaned',
        at: now.toISOString(),
        by: 'service',
        text: 'The certificate is deleted.',
        set: { orphanArn: null },
      }));
    else await tellOrphan(requests, { requestId, certificateArn }, now);
  }
}

/** The request of the site that has this name and is not over: the newest, for the list begins with it. */
export function heirOf(requests: readonly CertificateRequest[], alias: string): CertificateRequest | undefined {
  return requests.find((request) => !isOver(request) && request.aliases.includes(alias));
}
