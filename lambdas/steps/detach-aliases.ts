/**
 * DetachAliases: an end begins. Takes this request's certificate and aliases off the site's distribution, which serves again what it
 * served before. A request that never came so far has nothing to take off, and waits for nothing. Where another request goes on with
 * an issued certificate, all stays as it is. While AWS Support works on a case for this request, its certificate stays too: AWS moves
 * a name only to where a certificate covers it. Where what served before cannot serve again, for its certificate has ended meanwhile, or
 * would soon, another request goes on with the names that served: none of them goes off the air, and somebody looks after them.
 */
import { lostNames } from '../../core/replacement.ts';
import type { CertificateRequest, Continuation, FoundCondition, Happening } from '../../core/request.ts';
import { few } from '../../core/text.ts';
import { daysBefore } from '../../core/validity.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { leavesToMove } from '../duties/case-at-aws.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { tellBackOnAir } from '../duties/tell-off-air.ts';
import { createLeases } from '../records/leases.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, newId, REAL_MACHINE, step } from '../runtime.ts';

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
    const its = namesOnItsBehalf(present);
    const since = its.filter((alias) => !servedBefore.aliases.includes(alias));
    const without = aliases.filter((alias) => since.includes(alias));
    const canStay = isSafe && without.length > 0 && without.length < aliases.length;
    const endsAt = canStay ? await endOf(servedBefore) : null;
    const endsSoon = endsAt !== null && daysBefore(endsAt, present.moveId === null ? DAYS_LEFT : DAYS_WITH_MOVE) <= now;
    const kept = isSafe && isCovering && !endsSoon && (await leavesToMove(moves, present));
    const back = await leases.holding('cloudfront', requestId, machine.now(), async () => {
      const lost =
        kept || endsSoon ? undefined : await cloudFront.detachCertificate(id, certificateArn, its, servedBefore);
      if (lost === undefined) await cloudFront.removeAliases(id, since);
      return lost;
    });
    await requests.change(requestId, (request) => ({
      type: 'Detached',
      at: now.toISOString(),
      by: 'service',
      text: kept
        ? `The names are off distribution ${id}. The certificate stays until AWS has done what it was asked for.`
        : detachedInWords(id, back, endsSoon ? endsAt : null),
      set: { status: 'PENDING', step: 'DetachAliases', waitingOn: 'nobody', deadline: null },
      conditions: goneConditions(request, id),
    }));
    if (kept) return { verdict: 'kept' };
    if (back) await tellBackOnAir(requests, present, back, now);
    // Without anything to leave out, another request would end as this one does.
    else if (canStay) {
      await handsOver(requestId, now, { without, offAir: [] });
      return { verdict: 'handedOver' };
    }
    return { verdict: 'detached' };
  });

  /** Of the certificate that served before; null of one that is not ours. */
  async function endOf({ certificateArn }: NonNullable<CertificateRequest['servedBefore']>): Promise<string | null> {
    const owner = certificateArn === null ? undefined : await requests.ofCertificate(certificateArn);
    return owner === undefined ? null : (await requests.require(owner)).notAfter;
  }

  /**
   * Whether another request goes on with the certificate: because somebody wants that, or as `otherwise` says. One write decides it: a
   * cancel comes too late where another does, and the wish for it where none does.
   */
  async function handsOver(requestId: string, now: Date, otherwise: Continuation | null = null): Promise<boolean> {
    const heir = `req-${newId(machine, now)}`;
    const { continuation: agreed } = await requests.change(requestId, (request) => {
      const continuation = request.continuation ?? otherwise;
      if (continuation === null) return goingBack(now);
      const to = request.replacedBy ?? heir;
      return {
        type: 'HandedOver',
        at: now.toISOString(),
        by: 'service',
        text: `The certificate goes over to request ${to}, with everything that it serves.`,
        set: { step: 'RecordFailure', continuation, replacedBy: to },
      };
    });
    return agreed !== null;
  }
};

/**
 * What is gone back to has at least so many days left. AWS renews no certificate that is not in use, so nobody was asked for anything; as early
 * as this on-call is told of a renewal that people do not answer (core/renewal.ts).
 */
const DAYS_LEFT = 15;
/** A certificate that stays for AWS Support is kept for up to 30 days (core/wait.ts), in which the one before is not in use either. */
const DAYS_WITH_MOVE = DAYS_LEFT + 30;

function goingBack(now: Date): Happening {
  const text = 'The end begins: no other request goes on with the certificate.';
  return { type: 'Detached', at: now.toISOString(), by: 'service', text, set: { step: 'DetachAliases' } };
}

/** `lost`: names that cannot come back; undefined where nothing can. `endsAt`: of what is not gone back to, for it would end too soon. */
function detachedInWords(id: string, lost: readonly string[] | undefined, endsAt: string | null): string {
  if (endsAt !== null)
    return `Distribution ${id} does not go back to what it served before: that certificate ends on ${endsAt}, and AWS renews none that is not in use. This one stays, for the names that served.`;
  if (lost === undefined)
    return `Distribution ${id} cannot serve again what it served before: that certificate has ended. This one stays, for the names that served.`;
  const but = lost.length > 0 ? `, but for ${few(lost)}: CloudFront does not take them back` : '';
  return `Distribution ${id} serves again what it served before${but}.`;
}

/** What was true of the aliases that are off again. */
function goneConditions(request: CertificateRequest, id: string): FoundCondition[] {
  const { conditions } = request;
  const { aliases: before = [] } = request.servedBefore ?? {};
  const gone = namesOnItsBehalf(request).filter((alias) => !before.includes(alias));
  return gone.flatMap((alias): FoundCondition[] => [
    ...(conditions[alias]?.attached
      ? [{ alias, name: 'attached', finding: { reason: 'AliasDetached', facts: { alias, distribution: id } } } as const]
      : []),
    ...(conditions[alias]?.serving
      ? [{ alias, name: 'serving', finding: { reason: 'ServesNoMore', facts: { alias } } } as const]
      : []),
  ]);
}

/** Its names, and those that it was to take off the air: the request that it goes on with may have put them on. */
function namesOnItsBehalf({ aliases, offAir }: CertificateRequest): string[] {
  return [...aliases, ...offAir];
}
