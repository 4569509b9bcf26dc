/**
 * By which way a name that somebody else holds can come to us: the developer guide's table (alternate-domain-names-move-options),
 * as far as we can know what it asks for. Whether a foreign holder is disabled only CloudFront's refusal tells, so it is asked
 * first; and never is a name taken from another site of ours, though inside one account CloudFront would do that unproven.
 */
import { parentOf, registrableDomain } from './domain-name.ts';
import type { MovingAlias, RefusalKind } from './move.ts';

/** A "not there" stays in CloudFront's resolver for the zone's negative time to live; about a quarter of an hour was seen. */
const FORGOTTEN_AFTER_MS = 15 * 60_000;

/** So often CloudFront may say that it misses what we see; then it is for people. */
const REFUSALS_BEFORE_SUPPORT = 2;

export interface PathCase {
  alias: string;
  moving: MovingAlias;
  /** The names of the certificate on our distribution. */
  certified: readonly string[];
  now: Date;
}

export interface OwnershipPath {
  /**
   * none: nobody else holds it. never: another site of ours does. txt: its TXT record comes first. wait: CloudFront must forget
   * that it was not there. api: CloudFront is asked now. support: only AWS Support can.
   */
  kind: 'none' | 'never' | 'txt' | 'wait' | 'api' | 'support';
  /** Of `wait`: when CloudFront may be asked again. */
  notBefore: string | null;
  /** What that means, for on-call. */
  plan: string;
  /** The way without AWS Support and without a gap, for who can log in where the name is held; never done by itself. Else empty. */
  swap: readonly string[];
}

export function ownershipPath(seen: PathCase): OwnershipPath {
  const { alias, moving, now } = seen;
  const { holder, state, txt, refusal } = moving;
  if (state === 'gone') return path('none', 'Nobody else holds it any more.');
  if (holder.kind === 'ourSite')
    return path(
      'never',
      'Another site of ours holds it. It is never taken from a site: ask both customers whose it is.',
    );
  if (refusal && isFinal(refusal)) return { ...path('support', whySupport(refusal, alias)), swap: swapOf(seen) };
  if (refusal) {
    const notBefore = new Date(Date.parse(refusal.at) + FORGOTTEN_AFTER_MS).toISOString();
    if (now.toISOString() < notBefore)
      return { ...path('wait', `CloudFront refused: ${refusal.text}. It is asked again at ${notBefore}.`), notBefore };
  }
  if (txt !== 'seen') return path('txt', 'Its TXT record must stand at every name server before CloudFront is asked.');
  return path('api', HOW_BY_API[holder.kind]);
}

/** What follows from CloudFront's refusal. Its code stands for several; the words are those that people report of AssociateAlias. */
export function refusalKind({ code, text }: { code: string; text: string }): RefusalKind {
  if (/\bTXT\b/i.test(text)) return 'missingTxt';
  if (/\benabled\b/i.test(text)) return 'sourceEnabled';
  return code === 'InvalidArgument' && /certificate/i.test(text) ? 'notCovered' : 'other';
}

const HOW_BY_API = {
  ourAccount: 'It is held in our own account: UpdateDomainAssociation moves it, whether its holder is enabled or not.',
  foreign: 'It is held in another account: UpdateDomainAssociation moves it if its holder is disabled there.',
  awsService:
    'AWS holds it for one of its services: its owner removes the domain there. UpdateDomainAssociation is tried all the same.',
} as const;

/** Asking again unchanged is no use. */
function isFinal({ kind, times }: NonNullable<MovingAlias['refusal']>): boolean {
  return kind === 'sourceEnabled' || kind === 'other' || times >= REFUSALS_BEFORE_SUPPORT;
}

function whySupport({ kind, text }: NonNullable<MovingAlias['refusal']>, alias: string): string {
  switch (kind) {
    case 'sourceEnabled':
      return `Its holder is enabled, in another account: AWS Support moves it, or its owner removes ${alias} or disables the resource.`;
    case 'missingTxt':
      return 'CloudFront did not see the TXT record that every name server shows, twice: AWS Support looks itself.';
    case 'notCovered':
      return 'CloudFront says that the certificate on our distribution does not cover it, twice: AWS Support says why.';
    case 'other':
      return `CloudFront refused for a reason that we know no way around: ${text}`;
  }
}

/** A wildcard of ours takes the traffic before the name is let go of. There is no wildcard above a registrable domain. */
function swapOf({ alias, moving, certified }: PathCase): string[] {
  if (moving.refusal?.kind !== 'sourceEnabled' || registrableDomain(alias) === alias) return [];
  const wildcard = `*.${parentOf(alias)}`;
  return [
    ...(certified.includes(wildcard)
      ? []
      : [`Get a certificate for our distribution that covers ${wildcard} besides its present names.`]),
    `Add ${wildcard} as an alias of our distribution, and wait until it is deployed.`,
    `Let the DNS of ${alias} lead to our distribution; its holder goes on serving it.`,
    `The owner removes ${alias} where it is held, and waits until that is deployed: we serve it by ${wildcard} from then on.`,
    `We add ${alias} by ourselves as soon as AWS says that nobody else holds it.`,
    `Take ${wildcard} off our distribution again.`,
  ];
}

function path(kind: OwnershipPath['kind'], plan: string): OwnershipPath {
  return { kind, notBefore: null, plan, swap: [] };
}
