/**
 * The end of a request that somebody wants to go on without some names, and the beginning of the one that goes on. An issued
 * certificate names the rest too, so it goes over with what it serves: nobody has to approve anything again. One that was not issued
 * is gone, and with it the approvals that were given.
 */
import type { ConditionName } from '../../core/condition.ts';
import { endingInWords } from '../../core/endings.ts';
import { continued } from '../../core/replacement.ts';
import {
  type CertificateRequest,
  type Continuation,
  canBeCanceled,
  certificateNames,
  type Happening,
} from '../../core/request.ts';
import { isLeaving } from '../../core/retirement.ts';
import { few } from '../../core/text.ts';
import type { Claims } from '../records/claims.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import { namesInMove } from './case-at-aws.ts';

export interface GoingOn {
  requests: Requests;
  sites: Sites;
  claims: Claims;
  moves: Moves;
}

/** What RecordFailure returns: the end of this request's execution. `isAdopted`: the certificate goes over. */
export async function goOnWithout(
  { requests, sites, claims, moves }: GoingOn,
  request: CertificateRequest,
  continuation: Continuation,
  isAdopted: boolean,
  now: Date,
): Promise<{ reason: 'Superseded'; cause: string }> {
  const { requestId, replacedBy } = request;
  if (!replacedBy) throw new Error(`request ${requestId} goes on as no other`);
  const at = now.toISOString();
  const isOn = (alias: string) => request.conditions[alias]?.attached?.reason === 'AliasAttached';
  // What came on while it was left out was off when nobody was asked for consent: off the air again, it is as it was wished for.
  const offAir = [...continuation.offAir, ...continuation.without.filter(isOn)];
  const heir = continued(request, replacedBy, { ...continuation, offAir }, at);
  const facts = { requestId: replacedBy, names: few(continuation.without) };
  await requests.goOnAs(requestId, endOf(facts, at), heir, beginningOf(request, heir, isAdopted, at));
  // Who retires the site at this very moment may have found the request that is over now, and not the one that goes on.
  if (isLeaving(await sites.require(request.siteId))) await requests.change(replacedBy, (begun) => canceled(begun, at));
  const moving = await namesInMove(moves, request);
  for (const alias of [...request.aliases, ...request.offAir]) {
    // A move may still bring what this request asked for: its end gives the claim back. A name that is on is claimed until it is off the air.
    const isAwaited = moving.includes(alias) && !isOn(alias);
    if (heir.aliases.includes(alias) || (heir.offAir.includes(alias) && !isAwaited))
      await claims.handOver(alias, requestId, replacedBy);
    else if (!moving.includes(alias)) await claims.release(alias, requestId);
  }
  return { reason: 'Superseded', cause: JSON.stringify(facts) };
}

function canceled(heir: CertificateRequest, at: string): Happening | undefined {
  if (heir.cancelAskedAt !== null || !canBeCanceled(heir)) return undefined;
  const text = 'The site is being retired: the request is canceled.';
  return { type: 'CancelAsked', at, by: 'service', text, set: { cancelAskedAt: at } };
}

function endOf(facts: Record<string, string>, at: string): Happening {
  const failure = { reason: 'Superseded', facts } as const;
  const { message, actor } = endingInWords(failure);
  const over = { status: 'SUPERSEDED', step: 'RecordFailure', waitingOn: actor, deadline: null } as const;
  return { type: 'Ended', at, by: 'service', text: message, set: { ...over, failing: null, failure } };
}

/**
 * What was found for the issuing, the mailbox of each renewal among it, goes over with what is issued: nobody looks again. Of the names left
 * out too, for the certificate names them still.
 */
const ISSUING = ['mail', 'caa', 'approval'] as const satisfies ConditionName[];

function beginningOf(
  ended: CertificateRequest,
  { aliases }: CertificateRequest,
  isAdopted: boolean,
  at: string,
): Happening {
  const { requestId, certificateArn, notAfter, servedBefore, conditions } = ended;
  const text = `Goes on with request ${requestId} for ${aliases.length} of its names`;
  const begun = { type: 'Requested', at, by: 'service' } as const;
  if (!isAdopted) return { ...begun, text: `${text}.` };
  return {
    ...begun,
    text: `${text}, with the certificate that AWS has issued.`,
    set: { certificateArn, notAfter, servedBefore },
    conditions: certificateNames(ended).flatMap((alias) =>
      ISSUING.flatMap((name) => {
        const finding = conditions[alias]?.[name];
        return finding ? { alias, name, finding: { reason: finding.reason, facts: finding.facts } } : [];
      }),
    ),
  };
}
