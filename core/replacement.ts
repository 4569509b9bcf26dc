/**
 * Replacing what serves: which names a new certificate would take off the air, which aliases keep a request from going on, whether
 * the certificate still fits the trusted domains. The rule kept here: no name goes off the air that was not consented to by name.
 */
import { aliasesOf } from './alias.ts';
import { type AliasConditions, blocks, isTrue } from './condition.ts';
import { type CertificateRequest, type Continuation, openRequest } from './request.ts';
import { eligibleDomains, type Site } from './site.ts';
import { isInPlace, isServing } from './status.ts';

/** What a certificate for `aliases` makes of the names that are on the site's distribution now. */
export interface Change {
  added: readonly string[];
  kept: readonly string[];
  /** They serve now and the certificate does not name them. */
  offAir: readonly string[];
}

export function changeOf(onAir: readonly string[], aliases: readonly string[]): Change {
  return {
    added: aliases.filter((alias) => !onAir.includes(alias)),
    kept: aliases.filter((alias) => onAir.includes(alias)),
    offAir: onAir.filter((alias) => !aliases.includes(alias)),
  };
}

/** The request whose certificate serves the site. Newest first comes the list. */
export function servingOf(requests: readonly CertificateRequest[]): CertificateRequest | undefined {
  return requests.find(isServing);
}

/** The request that the site's next one replaces: what serves, or did until its certificate ended. Newest first comes the list. */
export function inPlaceOf(requests: readonly CertificateRequest[]): CertificateRequest | undefined {
  return servingOf(requests) ?? requests.find(isInPlace);
}

/** Those of the site's requests whose place this one takes when it serves, and those whose place it has taken. */
export function predecessorsOf(
  { requestId }: Pick<CertificateRequest, 'requestId'>,
  requests: readonly CertificateRequest[],
): CertificateRequest[] {
  return requests.filter((one) => one.requestId !== requestId && (isInPlace(one) || one.replacedBy === requestId));
}

/** Names of a request that are on its site's distribution. */
export function attachedNames({ aliases, conditions }: Pick<CertificateRequest, 'aliases' | 'conditions'>): string[] {
  return aliases.filter((alias) => isTrue(conditions[alias]?.attached));
}

/** How the certificate that serves differs from the site's trusted domains. */
export interface Outdated {
  /** The request whose certificate it is. */
  requestId: string;
  /** Aliases of trusted domains that it does not name, less those that were left out on purpose. */
  notCovered: readonly string[];
  /** Its names whose domains are not trusted any more: they serve still. */
  noLongerTrusted: readonly string[];
}

/** Null when the certificate fits, or there is none. */
export function outdatedOf(
  site: Pick<Site, 'trustedSiteUrls'>,
  serving: Pick<CertificateRequest, 'requestId' | 'prefix' | 'aliases' | 'without'> | undefined,
): Outdated | null {
  if (!serving) return null;
  const { requestId, prefix, aliases, without } = serving;
  const trusted = aliasesOf(prefix, eligibleDomains(site));
  const notCovered = trusted.filter((alias) => !aliases.includes(alias) && !without.includes(alias));
  const noLongerTrusted = aliases.filter((alias) => !trusted.includes(alias));
  return notCovered.length + noLongerTrusted.length > 0 ? { requestId, notCovered, noLongerTrusted } : null;
}

/**
 * People change a list of domains one by one, and scripts site by site; within a quarter of an hour that is over. A new certificate
 * takes people an hour at least, so nobody loses by hearing of it that much later.
 */
const NOTICE_SECONDS = 15 * 60;

/** When the contacts are told of a change that is made now: once, of all that is changed until then. */
export function noticeAt(now: Date): string {
  return new Date(now.getTime() + NOTICE_SECONDS * 1000).toISOString();
}

/** The aliases that the others wait for: something of theirs blocks, or while names are validated, theirs is not. */
export function blockingAliases({ aliases, conditions, step }: CertificateRequest): string[] {
  const isOpen = ({ approval }: AliasConditions) => step === 'AwaitValidation' && !isTrue(approval);
  return aliases.filter((alias) => {
    const found = conditions[alias] ?? {};
    return Object.values(found).some(blocks) || isOpen(found);
  });
}

/** Names that served before the swap and do not any more: seen by two looks, one after the other. `failed`: by the second. */
export function lostNames(
  { servedBefore, conditions }: Pick<CertificateRequest, 'servedBefore' | 'conditions'>,
  failed: readonly string[],
): string[] {
  const before = servedBefore?.aliases ?? [];
  const wasOff = (alias: string) => ['DoesNotServe', 'MisledByDns'].includes(conditions[alias]?.serving?.reason ?? '');
  return failed.filter((alias) => before.includes(alias) && wasOff(alias));
}

/** The request that goes on in the place of one that somebody wants to go on without names. */
export function continued(
  request: CertificateRequest,
  requestId: string,
  { without, offAir }: Continuation,
  createdAt: string,
): CertificateRequest {
  const { siteId, prefix, target, method, aliases, replaces } = request;
  return openRequest({
    requestId,
    siteId,
    prefix,
    target,
    method,
    replaces,
    createdAt,
    onFindings: 'wait',
    continues: request.requestId,
    aliases: aliases.filter((alias) => !without.includes(alias)),
    without: [...new Set([...request.without, ...without])],
    offAir: [...new Set([...request.offAir, ...offAir])],
  });
}
