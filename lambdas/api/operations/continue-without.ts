/**
 * certificates.continueWithout: a request that waits for some of its names ends, and another goes on without them. It begins when this
 * one has come to its end (a site has one running request), by itself. Who names nothing to leave out is told what blocks the rest.
 */
import type { InputOf } from '../../../core/api/operations.ts';
import { ServiceError } from '../../../core/errors.ts';
import { refuseAnother } from '../../../core/quota-plan.ts';
import { blockingAliases } from '../../../core/replacement.ts';
import { type CertificateRequest, canBeCanceled } from '../../../core/request.ts';
import { refuseLeaving } from '../../../core/retirement.ts';
import { chooseMethod } from '../../../core/sunset.ts';
import { few, list } from '../../../core/text.ts';
import { viewRequest } from '../../../core/view.ts';
import type { Operation, Tools } from '../operation.ts';
import { beginEnd, CANCELING, whyNot } from '../parts/ask-cancel.ts';
import { refuseOffAir, replacedBy } from '../parts/replaced.ts';
import { withdrawIfLeaving } from '../parts/withdraw-if-leaving.ts';

export function continueWithout(tools: Tools): Operation<'certificates.continueWithout'> {
  const { sites, requests } = tools;
  return async ({ siteId, requestId, without, offAir }, call) => {
    const site = await sites.require(siteId);
    refuseLeaving(site);
    const seen = await requests.require(requestId, siteId);
    refuseEnded(seen);
    refuseUnclear(seen, without);
    if (seen.notAfter === null) chooseMethod(seen.method, call.now); // it asks AWS for another certificate
    const rest = seen.aliases.filter((alias) => !without.includes(alias));
    const before = await requests.list(siteId);
    refuseAnother(before, call.now);
    const { offAir: removed } = await replacedBy(tools, site, rest, before);
    refuseOffAir(removed, [...seen.offAir, ...offAir], rest);
    const at = call.now.toISOString();
    const heir = `req-${call.newId()}`;
    const request = await requests.change(requestId, (present) => {
      refuseEnded(present);
      return {
        type: 'WithoutAsked',
        at,
        by: call.caller,
        text: wish(present, call.caller, without),
        set: {
          ...CANCELING,
          cancelAskedAt: present.cancelAskedAt ?? at,
          replacedBy: present.replacedBy ?? heir,
          continuation: { without, offAir },
        },
      };
    });
    await beginEnd(tools, request, call.now);
    await withdrawIfLeaving(tools, request, call);
    return { ...viewRequest(request, { now: call.now, nextCheckAt: at }), approvalsLost: approvalsLost(seen) };
  };
}

/** What was done is being taken back: then there is nothing left to go on with. */
const GOING_BACK: readonly string[] = ['DetachAliases', 'AwaitUnused'];

function refuseEnded(request: CertificateRequest): void {
  const { requestId, step } = request;
  if (!canBeCanceled(request)) throw new ServiceError('NotContinuable', { requestId, why: whyNot(request) });
  if (GOING_BACK.includes(step)) throw new ServiceError('NotContinuable', { requestId, why: 'its end has begun' });
}

/** An issued certificate goes over to the request that goes on; what was approved for one that is not issued, AWS forgets. */
function approvalsLost({ aliases, conditions, notAfter }: CertificateRequest): string[] {
  if (notAfter !== null) return [];
  return aliases.filter((alias) => conditions[alias]?.approval?.reason === 'Approved');
}

function wish(request: CertificateRequest, caller: string, without: readonly string[]): string {
  const lost = approvalsLost(request).length;
  const words = `${caller} goes on without ${few(without)}.`;
  return lost === 0
    ? words
    : `${words} AWS forgets ${lost === 1 ? 'the approval that was' : `the ${lost} approvals that were`} given: the other names are asked for again.`;
}

/** Refused with all that block the rest, so that whoever asked can say which of them to leave out. */
function refuseUnclear(request: CertificateRequest, without: InputOf<'certificates.continueWithout'>['without']): void {
  const { requestId, aliases } = request;
  const why = whyUnclear(aliases, without);
  if (why === undefined) return;
  const names = blockingAliases(request);
  const blocking = names.length === 0 ? 'None of them blocks the rest.' : `These block the rest: ${list(names)}.`;
  throw new ServiceError('WithoutUnclear', { requestId, why, blocking }, { details: { blocking: names } });
}

function whyUnclear(aliases: readonly string[], without: readonly string[]): string | undefined {
  const strange = without.filter((alias) => !aliases.includes(alias));
  if (without.length === 0) return 'none is named';
  if (strange.length > 0) return `${few(strange)} is none of its names`;
  return aliases.every((alias) => without.includes(alias)) ? 'nothing would be left' : undefined;
}
