/**
 * DetachAliases: an end begins. Takes this request's certificate and aliases off the site's distribution, which serves again what it
 * served before. A request that never came so far has nothing to take off, and waits for nothing. Where another request goes on with
 * an issued certificate, all stays as it is. While AWS Support works on a case for this request, its certificate stays too: AWS moves
 * a name only to where a certificate covers it.
 */
import { lostNames } from '../../core/replacement.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { few } from '../../core/text.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { caseAtAws } from '../duties/case-at-aws.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { tellBackOnAir } from '../duties/tell-off-air.ts';
import { createLeases } from '../records/leases.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, REAL_MACHINE, step } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const moves = createMoves(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  return step('DetachAliases', env, async ({ requestId, now }) => {
    const present = await requests.require(requestId);
    const { siteId, aliases, certificateArn, servedBefore } = present;
    const isSafe = lostNames(present, aliases).length === 0;
    if (present.notAfter !== null && isSafe && (await handsOver(requestId, now))) return { verdict: 'handedOver' };
    if (!certificateArn || !servedBefore) return { verdict: 'untouched' };
    const { id } = await distributionOf(sites, siteId);
    const isCovering = servedBefore.aliases.every((alias) => aliases.includes(alias));
    const kept = isSafe && isCovering && (await caseAtAws(moves, present));
    const lost = await leases.holding('cloudfront', requestId, machine.now(), async () => {
      if (!kept) return cloudFront.detachCertificate(id, certificateArn, aliases, servedBefore);
      await cloudFront.removeAliases(id, namesSince(present));
      return [];
    });
    await requests.change(requestId, (request) => ({
      type: 'Detached',
      at: now.toISOString(),
      by: 'service',
      text: kept
        ? `The names are off distribution ${id}. The certificate stays until AWS has done what it was asked for.`
        : `Distribution ${id} serves again what it served before${lost.length > 0 ? `, but for ${few(lost)}: CloudFront does not take them back` : ''}.`,
      set: { status: 'PENDING', step: 'DetachAliases', waitingOn: 'nobody', deadline: null },
      conditions: goneConditions(request, id),
    }));
    if (!kept) await tellBackOnAir(requests, present, lost, now);
    return { verdict: kept ? 'kept' : 'detached' };
  });

  /** Whether another request goes on with the certificate. From here on it does: a cancel comes too late, by the same write. */
  async function handsOver(requestId: string, now: Date): Promise<boolean> {
    const { continuation } = await requests.change(requestId, (request) =>
      request.continuation === null
        ? undefined
        : {
            type: 'HandedOver',
            at: now.toISOString(),
            by: 'service',
            text: `The certificate goes over to request ${request.replacedBy}, with everything that it serves.`,
            set: { step: 'RecordFailure' },
          },
    );
    return continuation !== null;
  }
};

/** What was true of the aliases that are off again. */
function goneConditions(request: CertificateRequest, id: string): FoundCondition[] {
  const { conditions } = request;
  return namesSince(request).flatMap((alias): FoundCondition[] => [
    ...(conditions[alias]?.attached
      ? [{ alias, name: 'attached', finding: { reason: 'AliasDetached', facts: { alias, distribution: id } } } as const]
      : []),
    ...(conditions[alias]?.serving
      ? [{ alias, name: 'serving', finding: { reason: 'ServesNoMore', facts: { alias } } } as const]
      : []),
  ]);
}

/** The names that came with this request. */
function namesSince({ aliases, servedBefore }: CertificateRequest): string[] {
  return aliases.filter((alias) => !servedBefore?.aliases.includes(alias));
}
