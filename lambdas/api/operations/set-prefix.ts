/** sites.setPrefix: activation. Only a prefix whose certificate serves every alias that the site has today, and wants, can be saved. */
import { activated, deactivated } from '../../../core/activation.ts';
import { aliasesOf } from '../../../core/alias.ts';
import { ServiceError } from '../../../core/errors.ts';
import { troublesOf } from '../../../core/health.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { refuseLeaving } from '../../../core/retirement.ts';
import { eligibleDomains, type Site } from '../../../core/site.ts';
import { isOver, isRunning, isServing } from '../../../core/status.ts';
import { few } from '../../../core/text.ts';
import type { Operation, Tools } from '../operation.ts';
import { currentOf } from '../parts/current-of.ts';
import { viewSite } from '../parts/view-site.ts';

export function setPrefix({ requests, activations, dataCenters }: Tools): Operation<'sites.setPrefix'> {
  return async ({ siteId, prefix }, { now, caller: by }) => {
    const listed = await requests.list(siteId);
    const { site } = await activations.change(siteId, currentOf(listed), (present) => {
      refuseLeaving(present.site);
      const serving = servingRequest([...present.requests, ...listed.filter(isOver)], present.site, prefix);
      if (serving.status === 'ACTIVE') return { site: present.site, happening: () => undefined };
      requireOnAir(serving);
      const text = `${by} saved the prefix ${prefix}.`;
      const instead = `${by} saved the prefix ${prefix} instead.`;
      return {
        site: { ...present.site, apiDomainPrefix: prefix },
        happening: (request) =>
          request === serving
            ? activated(request, { by, text, now })
            : deactivated(request, { by, text: instead, now }),
      };
    });
    return viewSite(site, dataCenters);
  };
}

/** The newest request of that prefix that serves; throws what is missing. Those that are over stand last. */
function servingRequest(all: readonly CertificateRequest[], site: Site, prefix: string): CertificateRequest {
  const ofPrefix = all.filter((request) => request.prefix === prefix);
  const ready = ofPrefix.find(isServing);
  if (!ready) throw new ServiceError('NotReady', { prefix, why: whyNone(ofPrefix) });
  const named = [...ready.aliases, ...ready.without];
  const missing = aliasesOf(prefix, eligibleDomains(site)).filter((alias) => !named.includes(alias));
  if (missing.length > 0)
    throw new ServiceError('NotReady', { prefix, why: `the certificate does not cover ${few(missing)}` });
  return ready;
}

/** Of the requests of a prefix, none of which serves, newest first. */
function whyNone(ofPrefix: readonly CertificateRequest[]): string {
  const telling = ofPrefix.find(isRunning) ?? ofPrefix[0];
  if (!telling) return 'no certificate was requested for it';
  const { requestId, status, step, failure } = telling;
  if (isRunning(telling)) return `request ${requestId} is at ${step}`;
  return `request ${requestId} has ended (${status}${failure ? `, ${failure.reason}` : ''})`;
}

/** Throws NotReady: a browser that is told of a name must reach it. */
function requireOnAir(request: CertificateRequest): void {
  const names = troublesOf(request)
    .filter(({ alias, name }) => name === 'serving' && request.aliases.includes(alias))
    .map(({ alias }) => alias);
  if (names.length === 0) return;
  throw new ServiceError('NotReady', {
    prefix: request.prefix,
    why: `${few(names)} ${names.length === 1 ? 'does' : 'do'} not serve now`,
  });
}
