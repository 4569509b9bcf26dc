/** sites.setPrefix: activation. Only a prefix whose certificate serves every alias that the site has today, and wants, can be saved. */
import { aliasesOf } from '../../../core/alias.ts';
import { ServiceError } from '../../../core/errors.ts';
import { type CertificateRequest, isRunning, isServing } from '../../../core/request.ts';
import { refuseLeaving } from '../../../core/retirement.ts';
import { eligibleDomains, type Site } from '../../../core/site.ts';
import { few } from '../../../core/text.ts';
import { withTurn } from '../../../core/turn.ts';
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
    const changed = await sites.change(siteId, (known) => {
      refuseLeaving(known);
      return { ...known, apiDomainPrefix: prefix };
    });
    for (const { requestId } of all.filter(
      (other) => other.status === 'ACTIVE' && other.requestId !== serving.requestId,
    )) {
      await requests.change(requestId, () => ({
        type: 'Deactivated',
        at: now.toISOString(),
        by: caller,
        text: `${caller} saved the prefix ${prefix} instead.`,
        set: { status: 'READY', waitingOn: 'nobody' },
      }));
    }
    await requests.change(serving.requestId, (present) => {
      if (!isServing(present)) throw new ServiceError('ChangedMeanwhile'); // a newer request has taken its place
      return withTurn(present, {
        type: 'Activated',
        at: now.toISOString(),
        by: caller,
        text: `${caller} saved the prefix ${prefix}.`,
        set: { status: 'ACTIVE' },
      });
    });
    await requireStillSaved(tools, serving, call);
    return viewSite(changed, dataCenters);
  };
}

/** Cleared, or the site retired, at this very moment: whoever did it found nothing active yet. Throws ChangedMeanwhile. */
async function requireStillSaved(
  { sites, requests }: Tools,
  { siteId, requestId, prefix }: CertificateRequest,
  { caller, now }: Call,
): Promise<void> {
  const { apiDomainPrefix } = await sites.require(siteId);
  if (apiDomainPrefix === prefix) return;
  await requests.change(requestId, ({ status }) =>
    status === 'ACTIVE'
      ? {
          type: 'Deactivated',
          at: now.toISOString(),
          by: caller,
          text: 'The prefix was taken out of the site settings at the same moment.',
          set: { status: 'READY', waitingOn: 'site admin' },
        }
      : undefined,
  );
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
