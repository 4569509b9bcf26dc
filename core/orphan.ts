/**
 * Orphans: what belongs to nobody any more. The rule kept here: only what certainly serves nobody and is nobody's may be deleted by a
 * command; whatever is in doubt is shown to a person, with the reason.
 */
import type { CertificateRequest } from './request.ts';
import type { Site } from './site.ts';
import { isInPlace, isOver } from './status.ts';

export const ORPHAN_KINDS = ['certificate', 'distribution', 'target', 'claim', 'wait', 'name'] as const;
export type OrphanKind = (typeof ORPHAN_KINDS)[number];

export interface Orphan {
  kind: OrphanKind;
  /** ARN of a certificate, id of a distribution, name of a target record or claim, `<execution>#<wait>`, an alias. */
  id: string;
  /** Why it belongs to nobody, in one sentence. */
  why: string;
  /** May `orphans.delete` take it away? */
  safe: boolean;
}

/** What is known of the request that something says it belongs to. */
export type Owner = (Pick<CertificateRequest, 'status' | 'replacedBy'> & { isMoving: boolean }) | undefined;

/**
 * Of a request that is over, unless a move that it asked for may still bring a name, or its certificate has ended and nothing has taken its
 * place: the names are on the site's distribution still. A name of somebody unknown has no owner.
 */
export function whyOwnerless(requestId: string, owner: Owner): string | undefined {
  if (!owner) return `There is no request ${requestId}.`;
  return isOverAndOff(owner) && !owner.isMoving ? `Its request ${requestId} is over (${owner.status}).` : undefined;
}

/** Over, with nothing of it on the site's distribution. */
function isOverAndOff(request: Pick<CertificateRequest, 'status' | 'replacedBy'>): boolean {
  return isOver(request) && !isInPlace(request);
}

/** What ACM says of a certificate with our tag. AWS deletes none that is in use, but one in use is a person's to look at first. */
export function certificateOrphan(id: string, why: string, inUseBy: readonly string[]): Orphan {
  const used = inUseBy.length > 0;
  return {
    kind: 'certificate',
    id,
    why: used ? `${why} But it is in use by ${inUseBy.join(', ')}.` : why,
    safe: !used,
  };
}

export interface SeenDistribution {
  id: string;
  siteId: string;
  enabled: boolean;
  aliases: readonly string[];
}

/** A distribution with our tag. One that a registration is about to note is not an orphan: its site stands, and has none yet. */
export function distributionOrphan(
  { id, siteId, enabled, aliases }: SeenDistribution,
  site: Site | undefined,
): Orphan[] {
  const isBeingMade = site && site.distribution === undefined && site.retirement?.state !== 'RETIRED';
  if (site?.distribution?.id === id || isBeingMade) return [];
  const why = site
    ? `Site ${siteId} has ${site.distribution ? 'another distribution' : 'none any more'}.`
    : `There is no site ${siteId}.`;
  const serves = aliases.length > 0;
  const state = serves
    ? ` But it has the names ${aliases.join(', ')}.`
    : enabled
      ? ' It is enabled: deleting disables it first.'
      : '';
  return [{ kind: 'distribution', id, why: why + state, safe: !serves }];
}

/** A record of the form of a target. One of an unknown site is left to a person: it may lead to something that serves. */
export function targetOrphan(name: string, siteId: string, site: Site | undefined): Orphan[] {
  if (site && site.retirement?.state !== 'RETIRED') return [];
  const why = site ? `Site ${siteId} is retired.` : `There is no site ${siteId}.`;
  return [{ kind: 'target', id: name, why, safe: site !== undefined }];
}

/** Of a site's requests, newest first: the aliases that only those have which are over and not in place, each by the newest. */
export function leftNames(requests: readonly CertificateRequest[]): { alias: string; requestedAt: string }[] {
  const [over, others] = [requests.filter(isOverAndOff), requests.filter((request) => !isOverAndOff(request))];
  const wanted = new Set(others.flatMap(({ aliases }) => aliases));
  const left = new Map<string, string>();
  for (const { aliases, createdAt } of over)
    for (const alias of aliases) if (!wanted.has(alias) && !left.has(alias)) left.set(alias, createdAt);
  return [...left].map(([alias, requestedAt]) => ({ alias, requestedAt }));
}

/** A name whose DNS leads to us while nobody serves it. Its record is the customer's: there is nothing of ours to delete. */
export function nameOrphan(alias: string, siteId: string, target: string): Orphan {
  const why = `It leads to ${target}, and nobody serves it. Whoever manages its DNS removes the CNAME, or site ${siteId} generates again with it.`;
  return { kind: 'name', id: alias, why, safe: false };
}
