/** sites.setPrefix: activation. Only a prefix whose certificate serves every alias that the site has today, and wants, can be saved. */
import { aliasesOf } from '../../../core/alias.ts';
import { ServiceError } from '../../../core/errors.ts';
import { troublesOf } from '../../../core/health.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { refuseLeaving } from '../../../core/retirement.ts';
import { eligibleDomains, type Site } from '../../../core/site.ts';
import { isRunning, isServing } from '../../../core/status.ts';
import { few } from '../../../core/text.ts';
import { withTurn } from '../../../core/turn.ts';
import { deactivated } from '../../duties/deactivate.ts';
import type { Call, Operation, Tools } from '../operation.ts';
import { viewSite } from '../parts/view-site.ts';

export function setPrefix(tools: Tools): Operation<'sites.setPrefix'> {
  const { sites, requests, dataCenters } = tools;
  return async ({ siteId, prefix }, call) => {
    const { now, caller } = call;
    const site = await sites.require(siteId);
    refuseLeaving(site);
    const all = await requests.list(siteId);
    const serving = servingRequest(all, site, prefix);
    if (serving.status === 'ACTIVE' && site.apiDomainPrefix === prefix) return viewSite(site, dataCenters);
    requireOnAir(serving);
    const changed = await sites.change(siteId, (known) => {
      refuseLeaving(known);
      return { ...known, apiDomainPrefix: prefix };
    });
    const instead = { by: caller, text: `${caller} saved the prefix ${prefix} instead.`, now };
    for (const { requestId, status } of all)
      if (status === 'ACTIVE' && requestId !== serving.requestId)
        await requests.change(requestId, (present) => deactivated(present, instead));
    const activated = requests.change(serving.requestId, (present) => {
      if (!isServing(present)) throw new ServiceError('ChangedMeanwhile'); // a newer request has taken its place
      requireOnAir(present);
      return withTurn(present, {
        type: 'Activated',
        at: now.toISOString(),
        by: caller,
        text: `${caller} saved the prefix ${prefix}.`,
        set: { status: 'ACTIVE' },
      });
    });
    await activated.catch(async (error: unknown) => {
      await takeBack(tools, siteId, prefix);
      throw error;
    });
    await requireStillSaved(tools, serving, call);
    return viewSite(changed, dataCenters);
  };
}

/** It was saved, and what was to serve it does not any more: browsers must not be told of it. */
async function takeBack({ sites, requests }: Tools, siteId: string, prefix: string): Promise<void> {
  const serving = (await requests.list(siteId)).find((request) => request.prefix === prefix && isServing(request));
  if (serving && namesOffAir(serving).length === 0) return; // the newer one's now
  await sites.change(siteId, (site) => {
    const { apiDomainPrefix, ...rest } = site;
    return apiDomainPrefix === prefix ? rest : site;
  });
}

/** Cleared, or the site retired, at this very moment: whoever did it found nothing active yet. Throws ChangedMeanwhile. */
async function requireStillSaved(
  { sites, requests }: Tools,
  { siteId, requestId, prefix }: CertificateRequest,
  { caller, now }: Call,
): Promise<void> {
  const { apiDomainPrefix } = await sites.require(siteId);
  if (apiDomainPrefix === prefix) return;
  const text = 'The prefix was taken out of the site settings at the same moment.';
  await requests.change(requestId, (present) => deactivated(present, { by: caller, text, now }));
  throw new ServiceError('ChangedMeanwhile');
}

/** The newest request of that prefix that serves; throws what is missing. */
function servingRequest(all: readonly CertificateRequest[], site: Site, prefix: string): CertificateRequest {
  const ofPrefix = all.filter((request) => request.prefix === prefix);
  const ready = ofPrefix.find(isServing);
  if (!ready) {
    const running = ofPrefix.find(isRunning);
    throw new ServiceError('NotReady', {
      prefix,
      why: running ? `request ${running.requestId} is at ${running.step}` : 'no certificate was requested for it',
    });
  }
  const named = [...ready.aliases, ...ready.without];
  const missing = aliasesOf(prefix, eligibleDomains(site)).filter((alias) => !named.includes(alias));
  if (missing.length > 0)
    throw new ServiceError('NotReady', { prefix, why: `the certificate does not cover ${few(missing)}` });
  return ready;
}

/** Throws NotReady: a browser that is told of a name must reach it. */
function requireOnAir(request: CertificateRequest): void {
  const names = namesOffAir(request);
  if (names.length === 0) return;
  throw new ServiceError('NotReady', {
    prefix: request.prefix,
    why: `${few(names)} ${names.length === 1 ? 'does' : 'do'} not serve now`,
  });
}

function namesOffAir(request: CertificateRequest): string[] {
  return troublesOf(request)
    .filter(({ alias, name }) => name === 'serving' && request.aliases.includes(alias))
    .map(({ alias }) => alias);
}
