/**
 * Are the names that are kept off free by now? Those that are free go on the distribution at once, and are proven as soon as CloudFront has
 * deployed. What is still held when time is over, or when somebody asks for help, must be moved. A name that served before and does
 * not with the new certificate ends the request.
 */
import type { Finding } from '../../../core/condition.ts';
import { otherSitesEnding, swappedBack } from '../../../core/endings.ts';
import { isHeld } from '../../../core/holder.ts';
import { lostNames } from '../../../core/replacement.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { few } from '../../../core/text.ts';
import { type AliasTools, addFreeAliases, ofOtherSites, standingOf } from '../../duties/add-free-aliases.ts';
import { distributionOf } from '../../duties/distribution-of.ts';
import { type ProofTools, proveAliases } from '../../duties/prove-aliases.ts';
import { isPast, type Look, MET, type Seen } from '../look.ts';

export function lookAtRelease(tools: AliasTools, proofTools: () => ProofTools): Look {
  return async ({ execution: requestId, deadline }, now) => {
    const news = {
      type: 'ReleaseLooked',
      until: deadline,
      set: standingOf,
    } as const;
    const { request, off } = await addFreeAliases(tools, await tools.requests.require(requestId), news, now);
    if (Object.keys(off).length === 0) return MET;
    if (ofOtherSites(off).length > 0) return { end: { verdict: 'ended', ...otherSitesEnding(ofOtherSites(off)) } };
    if (mustMove(request, Object.values(off), isPast(deadline, now))) return { end: { verdict: 'move' } };
    if (isPast(deadline, now)) return gaveUp(off);
    return proveWhatIsOn(tools, proofTools, request, { now, until: deadline });
  };
}

/** Asked for, or time is over; at once where nobody but us can do anything, unless our on-call has been at it already. */
function mustMove({ helpAskedAt, moveId }: CertificateRequest, off: readonly Finding[], late: boolean): boolean {
  const held = off.filter(isHeld);
  if (held.length === 0) return false;
  return late || helpAskedAt !== null || (moveId === null && held.every(({ reason }) => reason === 'HeldInOurAccount'));
}

function gaveUp(off: Readonly<Record<string, Finding>>): Seen {
  // What AWS has refused all the time, and shows no holder of, its resolvers see elsewhere.
  const refused = ['DnsPointsElsewhere', 'NotFreeYet'];
  const pointing = Object.keys(off).filter((alias) => refused.includes(off[alias]?.reason ?? ''));
  const reason = pointing.length > 0 ? 'DnsPointsElsewhere' : 'WildcardNotReleased';
  const names = few(pointing.length > 0 ? pointing : Object.keys(off));
  return { end: { verdict: 'ended', reason, facts: { names } } };
}

/** The names on the distribution that are not proven yet. */
async function proveWhatIsOn(
  { cloudFront, sites, requests }: AliasTools,
  proofTools: () => ProofTools,
  request: CertificateRequest,
  { now, until }: { now: Date; until: string },
): Promise<Seen> {
  const unproven = request.aliases.filter((alias) => {
    const { attached, serving } = request.conditions[alias] ?? {};
    return attached?.reason === 'AliasAttached' && serving?.reason !== 'Serves';
  });
  if (unproven.length === 0) return 'notYet';
  const { id } = await distributionOf(sites, request.siteId);
  if (!(await cloudFront.isDeployed(id))) return 'notYet';
  const { conditions, failed, misled } = await proveAliases(proofTools(), request, unproven, { now, until });
  await requests.change(request.requestId, () => ({
    type: 'Served',
    at: now.toISOString(),
    by: 'service',
    text: `${unproven.length - failed.length - misled.length} of ${unproven.length} names serve, while others are waited for.`,
    conditions,
  }));
  const off = [...failed, ...misled];
  const lost = lostNames(
    request,
    off.map(({ alias }) => alias),
  );
  return lost.length > 0 ? { end: { verdict: 'ended', ...swappedBack(lost, off) } } : 'notYet';
}
