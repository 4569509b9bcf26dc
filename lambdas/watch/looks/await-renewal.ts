/**
 * Has AWS renewed the certificate, and do the edges show the new one? On the way: AWS's rounds of mails, each approval as it comes,
 * records that are missing, reminders, and the moment at which on-call must know. Only ACM's own word makes it renewed.
 */
import { requestOf } from '../../../core/execution.ts';
import { dueSeverity, EDGE_HOURS, type Renewal } from '../../../core/renewal.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { isOver } from '../../../core/status.ts';
import type { Acm, Certificate } from '../../clients/acm.ts';
import type { Env } from '../../clients/aws.ts';
import { dnsFrom, edgeFrom } from '../../clients/network.ts';
import { isSwappedOut, type SwapTools } from '../../duties/is-swapped-out.ts';
import { proveRenewed } from '../../duties/prove-renewed.ts';
import type { Post } from '../../duties/tell-contacts.ts';
import { tellRenewalPending, tellRenewed } from '../../duties/tell-renewal.ts';
import { certificateOf } from '../certificate.ts';
import { type Look, MET, type Seen } from '../look.ts';

export interface RenewalTools extends SwapTools {
  env: Env;
  acm: Acm;
  post: Post;
}

export function lookAtRenewal({ env, acm, post, ...swapTools }: RenewalTools): Look {
  return async ({ execution }, now) => {
    const request = await post.requests.require(requestOf(execution));
    const { renewal } = request;
    if (!renewal) return MET;
    if (request.status === 'EXPIRED') return missed();
    if (isOver(request)) return MET; // replaced or retired meanwhile: nothing to renew any more
    const certificate = await certificateOf(acm, request);
    if (isRenewed(certificate, renewal)) return proven(request, certificate, now);
    const hasEnded = now.toISOString() >= renewal.notAfter;
    // It is not in use: AWS neither mails for it nor renews it, and nobody has to; nor does anybody miss it.
    if (await isSwappedOut(swapTools, request)) return hasEnded ? MET : 'notYet';
    if (hasEnded) return missed();
    if (certificate) await tellRenewalPending({ dns: () => dnsFrom(env), post, request, renewal, certificate, now });
    return dueSeverity(renewal.notAfter, now) === (renewal.severity ?? undefined)
      ? 'notYet'
      : { end: { verdict: 'escalate' } };
  };

  /** Until all edges show it, at most their day: what does not show it then is noted, and on-call sees it as not serving. */
  async function proven(before: CertificateRequest, certificate: Certificate, now: Date): Promise<Seen> {
    const request = await tellRenewed({ dns: () => dnsFrom(env), post, request: before, certificate, now });
    const { renewal, requestId } = request;
    if (!renewal?.renewedAt || !certificate.serial) return 'notYet';
    const edge = edgeFrom(env, dnsFrom(env));
    const { conditions, missing, keep } = await proveRenewed(post.requests, edge, request, certificate.serial, now);
    const late = now.getTime() - Date.parse(renewal.renewedAt) >= EDGE_HOURS * 3_600_000;
    const isOld = now.toISOString() < renewal.notAfter; // the one before is as good until it ends
    if (missing.length > 0 && !late && isOld) return 'notYet';
    if (missing.length === 0 || late) await keep();
    const [shown, total] = [request.aliases.length - missing.length, request.aliases.length];
    await post.requests.change(requestId, () => ({
      type: 'Served',
      at: now.toISOString(),
      by: 'service',
      text: `${shown} of ${total} names show the renewed certificate.`,
      conditions,
    }));
    return missing.length === 0 || late ? MET : 'notYet';
  }
}

function missed(): Seen {
  return { end: { verdict: 'ended', reason: 'RenewalMissed', facts: {} } };
}

function isRenewed(certificate: Certificate | undefined, { notAfter }: Renewal): certificate is Certificate {
  return certificate?.status === 'ISSUED' && (certificate.notAfter ?? '') > notAfter;
}
