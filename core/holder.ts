/**
 * Who holds or overlaps a name, as far as AWS says: its answer masks all but the last characters of ids, so they are compared by
 * their ends and never taken for whole ids.
 */
import type { Finding } from './condition.ts';
import { list } from './text.ts';

/** One row of ListDomainConflicts. */
export interface ConflictRow {
  /** The name that is held: the one asked for, or a wildcard that covers it. */
  domain: string;
  resourceType: string;
  /** Masked. */
  resourceId: string;
  accountId: string;
}

export interface Holder extends ConflictRow {
  /**
   * ourSite: another site of this service. ourAccount: something else in our own account. awsService: an account that AWS runs
   * for one of its services (`service` says which). foreign: anybody else.
   */
  kind: 'ourSite' | 'ourAccount' | 'awsService' | 'foreign';
  service?: string;
}

/** Who is not us: the holder of the exact name, which keeps it off, and wildcards that overlap it. */
export interface Held {
  holder: Holder | undefined;
  overlaps: readonly Holder[];
}

/** The distribution that is to have the names. */
export interface Own {
  distributionId: string;
  /** Twelve digits. */
  account: string;
}

interface AwsService {
  /** The last digits of the account that AWS runs for it: as many as ListDomainConflicts shows. */
  accountEnd: string;
  name: string;
  /** Where its user takes a name off. */
  where: string;
}

/**
 * Services of AWS that serve their users' names from distributions of AWS's own. Amplify's account: seen by its users and
 * confirmed by AWS Support in 2026. Others have their row here as soon as their account is known.
 */
const AWS_SERVICES: readonly AwsService[] = [
  {
    accountEnd: '155257',
    name: 'AWS Amplify',
    where: 'the Amplify console of whichever AWS account of yours has the app (Hosting, Custom domains)',
  },
];

/** What AWS says of one name, sorted. `ourSites`: the masked ids among the rows that are distributions of other sites of ours. */
export function holdersOf(
  alias: string,
  rows: readonly ConflictRow[],
  own: Own,
  ourSites: ReadonlySet<string> = new Set(),
): Held {
  const others = rows
    .filter(({ resourceId }) => !isMaskOf(resourceId, own.distributionId))
    .map((row): Holder => ({ ...row, ...kindOf(row, own, ourSites) }));
  return {
    holder: others.find(({ domain }) => domain === alias),
    overlaps: others.filter(({ domain }) => domain !== alias),
  };
}

function kindOf(row: ConflictRow, { account }: Own, ourSites: ReadonlySet<string>): Pick<Holder, 'kind' | 'service'> {
  if (isMaskOf(row.accountId, account)) return { kind: ourSites.has(row.resourceId) ? 'ourSite' : 'ourAccount' };
  const service = AWS_SERVICES.find(({ accountEnd }) => row.accountId.endsWith(accountEnd));
  return service ? { kind: 'awsService', service: service.name } : { kind: 'foreign' };
}

/** The end of a masked id that AWS lets us read; empty when it shows nothing. */
export function readableEnd(masked: string): string {
  return masked.replace(/^\*+/, '');
}

/**
 * AWS replaces the first characters by asterisks; what is left must be the end of the whole. An id that is masked entirely matches
 * nothing.
 */
export function isMaskOf(masked: string, whole: string): boolean {
  const end = readableEnd(masked);
  return end !== '' && whole.endsWith(end);
}

/** For people: all that AWS shows of it. */
export function holderInWords({ resourceType, resourceId, accountId }: ConflictRow): string {
  return `${resourceType} ${resourceId} of account ${accountId}`;
}

/** What an overlapping wildcard of somebody else means: AWS lets the more specific name win (warn); the older rule refuses (block). */
export type WildcardPolicy = 'warn' | 'block';

/** Reads the stage's `WILDCARD_OVERLAP` variable. */
export function parseWildcardPolicy(text: string): WildcardPolicy {
  if (text !== 'warn' && text !== 'block') throw new Error(`WILDCARD_OVERLAP is "${text}", neither warn nor block`);
  return text;
}

export interface ConflictCase {
  alias: string;
  held: Held;
  policy: WildcardPolicy;
  /** Until when the customer has time to have it released. */
  until: string;
  /** What our on-call said when it handed the conflict back to the customer; null before. */
  note: string | null;
}

/** One finding of the `conflict` condition. */
export function conflictFinding({ alias, held: { holder, overlaps }, policy, until, note }: ConflictCase): Finding {
  if (holder) return heldFinding(alias, holder, until, note);
  const [first] = overlaps;
  if (!first) return { reason: 'NoConflict', facts: { alias } };
  const overlap = list([...new Set(overlaps.map(({ domain }) => domain))]);
  const facts = { alias, overlap, holder: list(overlaps.map(holderInWords)) };
  return policy === 'warn'
    ? { reason: 'WildcardOverlap', facts }
    : { reason: 'WildcardHeld', facts: { ...facts, until } };
}

function heldFinding(alias: string, holder: Holder, until: string, note: string | null): Finding {
  if (holder.kind === 'ourSite') return { reason: 'AliasHeldByOtherSite', facts: { alias } };
  const facts = { alias, holder: holderInWords(holder), until };
  if (note !== null) return { reason: 'ConflictHandedBack', facts: { ...facts, note } };
  if (holder.kind === 'ourAccount') return { reason: 'HeldInOurAccount', facts };
  const service = AWS_SERVICES.find(({ name }) => name === holder.service);
  if (!service) return { reason: 'AliasHeld', facts };
  return { reason: 'HeldByAwsService', facts: { ...facts, service: service.name, where: service.where } };
}

/** Somebody outside this service holds the exact name: what an ownership move can cure. */
export function isHeld(finding: Finding | undefined): boolean {
  return finding !== undefined && HELD.includes(finding.reason);
}

const HELD: readonly string[] = [
  'AliasHeld',
  'HeldByAwsService',
  'HeldInOurAccount',
  'ConflictHandedBack',
] satisfies readonly Finding['reason'][];
