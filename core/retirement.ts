/**
 * Retirement of a site: the customer's DNS leaves first, then the names, then the certificates, then the distribution and the
 * target record. The rule kept here: nothing is taken away while a name still leads to us, for a name that leads nowhere can be taken
 * over; and nothing is given back once it is: from REMOVING on there is only one way.
 */
import { type Answer, followCnames, says } from './dns.ts';
import { ServiceError } from './errors.ts';
import { jobName } from './execution.ts';
import type { CertificateRequest } from './request.ts';
import type { Site } from './site.ts';
import type { Standstill } from './standstill.ts';

export const RETIREMENT_STATES = ['AWAITING_DNS', 'KEPT', 'OVERDUE', 'REMOVING', 'RETIRED'] as const;
export type RetirementState = (typeof RETIREMENT_STATES)[number];

export interface Retirement {
  /** Its execution: `<siteId>-retire-<n>`. */
  execution: string;
  /**
   * AWAITING_DNS: names lead to us, all goes on serving. KEPT: withdrawn. OVERDUE: names led to us until the deadline, all goes on
   * serving. REMOVING: names, certificates, distribution and target are being taken away. RETIRED: they are gone.
   */
  state: RetirementState;
  askedAt: string;
  askedBy: string;
  /** Until when the customer's DNS is waited for; null when it is not. */
  deadline: string | null;
  /** Names that led to us at the last look, and those whose servers did not tell. */
  pointing: readonly string[];
  unknown: readonly string[];
  lookedAt: string | null;
  /** Since when every look has found all names gone. */
  goneSince: string | null;
  endedAt: string | null;
  failing: Standstill | null;
}

/** The error of the Fail state in which a retirement ends that was OVERDUE. */
export const NAMES_STILL_POINT = 'NamesStillPoint';

/** Caches remember a CNAME for its time to live, an hour in most zones: so long all names must have been gone. */
const GONE_FOR_MS = 3_600_000;

const EXECUTION = /^(.+)-retire-(\d+)$/;

/** The execution's name of the next try. */
export function nextRetirement({ siteId, retirement }: Site): string {
  const number = Number(EXECUTION.exec(retirement?.execution ?? '')?.[2] ?? 0);
  return jobName(siteId, 'retire', number + 1);
}

/** The site that an execution retires; undefined when it is no such execution. */
export function retiredSiteOf(execution: string): string | undefined {
  return EXECUTION.exec(execution)?.[1];
}

/** On its way out: still waited for, or being taken away. */
export function isLeaving({ retirement }: Pick<Site, 'retirement'>): boolean {
  return retirement?.state === 'AWAITING_DNS' || retirement?.state === 'REMOVING';
}

/** Past the point of return. */
export function isPastReturn({ retirement }: Pick<Site, 'retirement'>): boolean {
  return retirement?.state === 'REMOVING' || retirement?.state === 'RETIRED';
}

/**
 * Days for which a retired site counts among those that its partner may have. Its tombstone stays in every list of sites: a loop that
 * registers and retires leaves no more than twelve times the limit there in a year, and whoever reorganises its sites waits a month at most.
 */
export const COUNTED_DAYS = 30;

/** Does it count among the sites that its partner may have? Until it is RETIRED it has its distribution still. */
export function takesRoom({ retirement }: Pick<Site, 'retirement'>, now: Date): boolean {
  if (retirement?.state !== 'RETIRED' || retirement.endedAt === null) return true;
  return now.getTime() - Date.parse(retirement.endedAt) < COUNTED_DAYS * 86_400_000;
}

/** Throws SiteRetired. */
export function refuseRetired(site: Site): void {
  if (isPastReturn(site)) throw new ServiceError('SiteRetired', { siteId: site.siteId });
}

/** Throws SiteRetired or SiteRetiring: nothing begins for a site that leaves. */
export function refuseLeaving(site: Site): void {
  refuseRetired(site);
  if (isLeaving(site)) throw new ServiceError('SiteRetiring', { siteId: site.siteId });
}

/** Every name that may lead to us: those that any request of the site was for, and those on its distribution. */
export function namesOf(requests: readonly CertificateRequest[], served: readonly string[]): string[] {
  return [...new Set([...requests.flatMap(({ aliases }) => aliases), ...served])].sort();
}

/**
 * Does a name lead to this target or distribution? `authoritative`: of every name server of its zone, none when there is no such zone;
 * `resolved`: of the resolvers, whose caches count too. One that gave no answer leaves it unknown.
 */
export function leadsHere(
  alias: string,
  places: readonly string[],
  { authoritative, resolved }: { authoritative: readonly Answer[]; resolved: readonly Answer[] },
): 'here' | 'away' | 'unknown' {
  const answers = [...authoritative, ...resolved];
  if (answers.some(({ records }) => followCnames(alias, records).some((name) => places.includes(name)))) return 'here';
  return answers.length > 0 && answers.every(says) ? 'away' : 'unknown';
}

/** What a look has found. */
export function looked(
  before: Retirement,
  { pointing, unknown }: Pick<Retirement, 'pointing' | 'unknown'>,
  now: Date,
): Retirement {
  const at = now.toISOString();
  const isAway = pointing.length === 0 && unknown.length === 0;
  return { ...before, pointing, unknown, lookedAt: at, goneSince: isAway ? (before.goneSince ?? at) : null };
}

/** All names are gone for long enough that no cache sends anybody here. */
export function isDnsGone({ goneSince }: Retirement, now: Date): boolean {
  return goneSince !== null && now.getTime() - Date.parse(goneSince) >= GONE_FOR_MS;
}
