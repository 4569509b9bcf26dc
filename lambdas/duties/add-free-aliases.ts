/**
 * Puts every name on the site's distribution that nobody else holds; the others stay off, each with its finding. CloudFront's 409
 * has two causes under one name and says of no name which: a second look at holders and at the DNS tells them apart. Where that sees
 * nothing either, half of the names are tried alone, with each look another half, until only those are off that CloudFront means.
 */
import { createHash } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import { actorOf, blocks, type Finding, isTrue } from '../../core/condition.ts';
import type { DataCenters } from '../../core/data-center.ts';
import type { Dns } from '../../core/dns.ts';
import { otherDistribution } from '../../core/other-distribution.ts';
import type { CertificateRequest, EventType, RequestFields } from '../../core/request.ts';
import { isOver } from '../../core/status.ts';
import { few } from '../../core/text.ts';
import type { Leases } from '../records/leases.ts';
import type { Requests } from '../records/requests.ts';
import type { Machine } from '../runtime.ts';
import { checkCnamesOf } from './check-cnames.ts';
import { distributionOf } from './distribution-of.ts';
import { type ConflictTools, findConflicts } from './find-conflicts.ts';
import { asConditions, type Findings } from './record-findings.ts';

export interface AliasTools extends ConflictTools {
  requests: Requests;
  leases: Leases;
  /** A client for one invocation. */
  dns: () => Dns;
  dataCenters: DataCenters;
  machine: Machine;
  logger: Logger;
}

/** How it is told in the request's history. */
export interface AliasNews {
  type: EventType;
  /** Until when a name that is kept off can be freed. */
  until: string;
  /** What becomes of the request's fields, by what is kept off. */
  set: (off: Findings) => Partial<RequestFields>;
}

export interface Tried {
  request: CertificateRequest;
  /** Why each name is kept off; empty when all are on. */
  off: Findings;
}

export async function addFreeAliases(
  tools: AliasTools,
  before: CertificateRequest,
  { type, until, set }: AliasNews,
  now: Date,
): Promise<Tried> {
  const known = await refreshed(tools, before, until, now);
  const { found, added, refused } =
    ofOtherSites(known).length > 0
      ? { found: known, added: [], refused: undefined }
      : await add(tools, before, known, until, now);
  const off = Object.fromEntries(Object.entries(found).filter(([, finding]) => blocks(finding)));
  const { id } = await distributionOf(tools.sites, before.siteId);
  const attached = (alias: string): [string, Finding] => [
    alias,
    { reason: 'AliasAttached', facts: { alias, distribution: id } },
  ];
  const request = await tools.requests.change(before, (present) =>
    isEnding(present) && added.length === 0
      ? undefined
      : {
          type,
          at: now.toISOString(),
          by: 'service',
          text: inWords(before, id, off, refused),
          set: isEnding(present) ? {} : set(off),
          conditions: [
            ...asConditions('conflict', found),
            ...asConditions('attached', Object.fromEntries(added.map(attached))),
          ],
        },
  );
  const names = ofOtherSites(off);
  if (names.length > 0)
    tools.logger.error('a request wants names that another site of ours serves', {
      requestId: request.requestId,
      siteId: request.siteId,
      names,
    });
  return { request, off };
}

/** The names that another site of ours holds: never taken, and the request that wants one goes no further. */
export function ofOtherSites(findings: Findings): string[] {
  return Object.keys(findings).filter((alias) => findings[alias]?.reason === 'AliasHeldByOtherSite');
}

/** The findings of all names: those that were not all right are looked at again. */
async function refreshed(
  tools: AliasTools,
  request: CertificateRequest,
  until: string,
  now: Date,
): Promise<Record<string, Finding>> {
  const known = (alias: string) => request.conditions[alias]?.conflict;
  const right = request.aliases.flatMap((alias): [string, Finding][] => {
    const finding = known(alias);
    return finding && isTrue(finding) ? [[alias, { reason: finding.reason, facts: finding.facts }]] : [];
  });
  const open = request.aliases.filter((alias) => !isTrue(known(alias)));
  const conflicts = await findConflicts(tools, request, open, until);
  const pointed = open.filter((alias) => known(alias)?.reason === 'DnsPointsElsewhere' && !isBlocked(conflicts, alias));
  return { ...Object.fromEntries(right), ...conflicts, ...(await pointing(tools, request, pointed, until, now)) };
}

interface Added {
  found: Findings;
  /** The names that are on the distribution now. */
  added: readonly string[];
  /** CloudFront's words, where it refused at first. */
  refused?: string;
}

async function add(
  tools: AliasTools,
  request: CertificateRequest,
  known: Findings,
  until: string,
  now: Date,
): Promise<Added> {
  const free = request.aliases.filter((alias) => !isBlocked(known, alias));
  const fresh = free.filter((alias) => request.conditions[alias]?.attached?.reason !== 'AliasAttached');
  if (fresh.length === 0) return { found: known, added: [] };
  const outcome = await put(tools, request, free);
  if (outcome === 'put') return { found: known, added: free };
  if (outcome === 'ending') return { found: known, added: [] };

  let { refused } = outcome;
  const conflicts = await findConflicts(tools, request, fresh, until);
  const unheld = fresh.filter((alias) => !isBlocked(conflicts, alias));
  const found = { ...known, ...conflicts, ...(await pointing(tools, request, unheld, until, now)) };
  if (ofOtherSites(found).length > 0) return { found, added: [], refused };
  const rest = free.filter((alias) => !isBlocked(found, alias));
  if (rest.length < free.length) {
    const again = await put(tools, request, rest);
    if (again === 'put') return { found, added: rest, refused };
    if (again !== 'ending') refused = again.refused;
  }
  const untold = rest.filter((alias) => fresh.includes(alias));
  const half = halfOf(untold, now);
  const on = half.length > 0 && (await put(tools, request, half)) === 'put' ? half : [];
  const off = untold.filter((alias) => !on.includes(alias));
  const why = off.map((alias): [string, Finding] => [alias, untoldFinding(request, alias, refused, until)]);
  return {
    found: { ...found, ...Object.fromEntries(why) },
    added: rest.filter((alias) => !off.includes(alias)),
    refused,
  };
}

/** Of several names one half, drawn by the time: whatever lies between two looks, sooner or later each name is tried without each other. */
function halfOf(names: string[], now: Date): string[] {
  const drawn = (name: string) => createHash('sha256').update(`${now.toISOString()} ${name}`).digest('hex');
  const shuffled = names.toSorted((one, other) => (drawn(one) < drawn(other) ? -1 : 1));
  return shuffled.slice(0, Math.floor(names.length / 2));
}

/** By CloudFront's words alone: nobody is seen to hold the name, nor does its DNS lead elsewhere. */
function untoldFinding(request: CertificateRequest, alias: string, refused: string, until: string): Finding {
  return refused.includes('different resource')
    ? { reason: 'NotFreeYet', facts: { alias, until } }
    : elsewhere(request, alias, UNTOLD, until);
}

/** What is kept off tells who must act: nobody, where AWS only takes its time. */
export function standingOf(off: Findings): Pick<RequestFields, 'status' | 'waitingOn'> {
  const waitingOn = actorOf(Object.values(off));
  return { status: waitingOn === 'AWS' || waitingOn === 'nobody' ? 'PENDING' : 'ACTION_REQUIRED', waitingOn };
}

/** CloudFront asks resolvers of its own, which may remember what ours do not, and names no name. */
const UNTOLD = 'AWS does not say where, for this name or another of the request, and we see none';

/** `ending`: the request's end has begun, and whoever takes its names off has the lease before or after this. */
async function put(
  { requests, sites, leases, cloudFront, machine }: AliasTools,
  { requestId, siteId }: CertificateRequest,
  aliases: string[],
): Promise<'put' | 'ending' | { refused: string }> {
  const { id } = await distributionOf(sites, siteId);
  return leases.holding('cloudfront', requestId, machine.now(), async () => {
    if (isEnding(await requests.require(requestId))) return 'ending';
    return (await cloudFront.addAliases(id, aliases)) ?? 'put';
  });
}

function isEnding(request: CertificateRequest): boolean {
  return request.cancelAskedAt !== null || isOver(request);
}

/** The findings of those among these names whose DNS leads to another distribution. */
async function pointing(
  tools: AliasTools,
  request: CertificateRequest,
  aliases: readonly string[],
  until: string,
  now: Date,
): Promise<Record<string, Finding>> {
  if (aliases.length === 0) return {};
  const { domainName } = await distributionOf(tools.sites, request.siteId);
  const seen = await checkCnamesOf({ ...tools, dns: tools.dns() }, request, aliases, now);
  return Object.fromEntries(
    Object.entries(seen).flatMap(([alias, finding]): [string, Finding][] => {
      const found = otherDistribution(finding, domainName);
      return found === undefined ? [] : [[alias, elsewhere(request, alias, found, until)]];
    }),
  );
}

function elsewhere({ target }: CertificateRequest, alias: string, found: string, until: string): Finding {
  return { reason: 'DnsPointsElsewhere', facts: { alias, expected: target, found, until } };
}

function isBlocked(findings: Findings, alias: string): boolean {
  return findings[alias] !== undefined && blocks(findings[alias]);
}

function inWords({ aliases }: CertificateRequest, id: string, off: Findings, refused: string | undefined): string {
  const kept = Object.keys(off);
  const on = aliases.length - kept.length;
  const words =
    kept.length === 0
      ? `All ${on} names are on distribution ${id}.`
      : `${on} of ${aliases.length} names can be on distribution ${id}; kept off: ${few(kept)}.`;
  return refused === undefined ? words : `${words} CloudFront had refused: ${refused}`;
}
