/**
 * sites.register: a new site gets its distribution and CNAME target at once; a known one gets its new URLs, name and settings.
 * Its API key is claimed before it is stored, so that no key ever stands for two sites. Where the new URLs do not fit the certificate
 * that serves, the contacts are told a little later, once for all changes until then. With If-Match a site is changed as it was read,
 * or not at all.
 */
import { isDeepStrictEqual } from 'node:util';
import type { InputOf } from '../../../core/api/operations.ts';
import { requireDataCenter } from '../../../core/data-center.ts';
import { ServiceError } from '../../../core/errors.ts';
import { type Principal, sees } from '../../../core/principal.ts';
import { noticeAt } from '../../../core/replacement.ts';
import { COUNTED_DAYS, refuseRetired, takesRoom } from '../../../core/retirement.ts';
import { eligibleDomains, SITES_OF_A_PARTNER, type Site } from '../../../core/site.ts';
import { denied } from '../../authentication/permit.ts';
import { ensureTarget } from '../../duties/ensure-target.ts';
import { isMatched } from '../entity-tag.ts';
import { invalidField } from '../input.ts';
import type { Operation, Tools } from '../operation.ts';
import { viewWholeSite } from '../parts/view-site.ts';

export function registerSite(tools: Tools): Operation<'sites.register'> {
  const { sites, requests, errands, apiKeys, consoleApiKey, dataCenters } = tools;
  return async (input, { now, principal, ifMatch }) => {
    const { siteId, apiKey } = input;
    const dataCenter = requireDataCenter(input.dataCenter);
    const known = await sites.find(siteId);
    const partnerId = ownerOf(input, principal, known);
    if (known) refuseChanges({ apiKey, partnerId, dataCenter }, known, principal);
    else if (ifMatch !== undefined) throw new ServiceError('PreconditionFailed', { siteId, why: 'does not exist' });
    if (!known) await requireRoom(tools, partnerId, principal, now);
    const isFree = apiKey !== consoleApiKey && (await apiKeys.claim(apiKey, { siteId, partnerId }));
    if (!isFree) throw new ServiceError('ApiKeyTaken', { apiKey });
    const settings = settingsOf(input);
    const site: Site = { siteId, apiKey, partnerId, dataCenter, ...settings, createdAt: now.toISOString() };
    const isOther = known !== undefined && !isDeepStrictEqual(eligibleDomains(known), eligibleDomains(site));
    const haveTold = () =>
      errands.give({ kind: 'tellOutdated', of: siteId, givenAt: now.toISOString(), dueAt: noticeAt(now) });
    // Before it is stored, should this call die then; what is told is read when it is due. And after it, should watch have read in between.
    if (isOther) await haveTold();
    let stored = site;
    if (!(await sites.add(site))) {
      const taken = await sites.require(siteId);
      // Another has registered the id at this very moment: a key that no site has is free again.
      if (taken.apiKey !== apiKey) await apiKeys.release(apiKey, { siteId, partnerId });
      const all = ifMatch === undefined ? [] : await requests.list(siteId);
      stored = await sites.change(siteId, (present) => {
        refuseChanges({ apiKey, partnerId, dataCenter }, present, principal);
        const { ssoGroup: _, webhookUrl: __, ...kept } = present;
        const after = { ...kept, ...settings };
        if (isDeepStrictEqual(after, present)) return present; // the change is made already: RFC 9110 section 13.1.1
        if (ifMatch !== undefined && !isMatched(ifMatch, viewWholeSite(present, all, dataCenters)))
          throw new ServiceError('PreconditionFailed', { siteId, why: 'was changed since you read it' });
        return after;
      });
    }
    const registered = stored.distribution ? stored : await ensureTarget(tools, siteId);
    const answer = viewWholeSite(registered, await requests.list(siteId), dataCenters);
    if (isOther && answer.certificateOutdated) await haveTold();
    return answer;
  };
}

/** Two that are registered at one moment may come to one more: that keeps nobody out either. */
async function requireRoom({ sites }: Tools, partnerId: string, principal: Principal, now: Date): Promise<void> {
  if (principal.partnerId === null) return;
  const own = (await sites.list()).filter((site) => site.partnerId === partnerId && takesRoom(site, now));
  if (own.length < SITES_OF_A_PARTNER) return;
  throw invalidField(
    'siteId',
    `would be one too many: ${partnerId} has ${own.length} sites, those retired in the last ${COUNTED_DAYS} days included. Ask us to register more`,
  );
}

/** Whose site it is to be. Throws PermissionDenied where the caller could not see it afterwards. */
function ownerOf({ siteId, partnerId }: InputOf<'sites.register'>, principal: Principal, known?: Site): string {
  const owner = partnerId ?? principal.partnerId ?? known?.partnerId;
  if (owner === undefined) throw invalidField('partnerId', 'is required: nobody’s site can be registered');
  if (!sees(principal, { siteId, partnerId: owner }))
    throw denied(principal, 'sites.register', 'this site is outside its scope');
  return owner;
}

type Fixed = Pick<Site, 'apiKey' | 'partnerId' | 'dataCenter'>;

/** Site ids can be seen in the DNS, so to say that one is taken tells nothing. */
function refuseChanges(wanted: Fixed, known: Site, principal: Principal): void {
  const { siteId } = known;
  if (!sees(principal, known)) throw new ServiceError('SiteIdTaken', { siteId });
  refuseRetired(known);
  for (const field of ['apiKey', 'partnerId', 'dataCenter'] as const)
    if (wanted[field] !== known[field]) throw new ServiceError('SiteChanged', { siteId, field });
}

type Settings = Pick<Site, 'name' | 'trustedSiteUrls' | 'contacts' | 'ssoGroup' | 'webhookUrl'>;

/** What every registration says anew; what it leaves out is no more. */
function settingsOf({ name, trustedSiteUrls, contacts, ssoGroup, webhookUrl }: InputOf<'sites.register'>): Settings {
  return {
    name,
    trustedSiteUrls,
    contacts,
    ...(ssoGroup === undefined ? {} : { ssoGroup }),
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
  };
}
