/**
 * The health of what serves: which of its conditions are in trouble, and when a look counts.
 * The rule kept here: what differs from what is told counts only when two looks some minutes apart have seen it, for better and for
 * worse alike; Unknown never counts. So a record that is edited, an edge that restarts and a lost packet disturb nobody.
 * That a certificate comes to its end is no trouble of its own: its renewal tells who must act, and reminds (core/renewal.ts).
 */

import type { Actor } from './actor.ts';
import type { AliasConditions, Condition, ConditionName, Finding } from './condition.ts';
import { REASONS, type ReasonCode } from './reasons.ts';
import { type CertificateRequest, certificateNames, type FoundCondition, type RequestFields } from './request.ts';
import { isServing } from './status.ts';
import { renewalOpens } from './validity.ts';

/** What is looked after, the worst first: who must act is the actor of the first trouble. */
const CARED = ['serving', 'dns', 'caa', 'mail'] as const satisfies readonly ConditionName[];

/** Two looks that far apart see two states of the world: longer than a deployment or a zone transfer takes. */
const CONFIRMED_AFTER_MS = 600_000;
/**
 * When all is well: once a day everything. Such a look at a name is some ten DNS packets, a handshake and a request; 500 sites with 10
 * names make 5,000 a day, one in 17 seconds. What it alone finds threatens a renewal, weeks before it, or will take a name off the air.
 * A name that is off the air already is found by the glance of the hour (core/glance.ts), which makes this look due at once: it is told
 * within an hour, CONFIRMED_AFTER_MS, and what resolvers remember.
 */
const WELL_MS = 24 * 3_600_000;
/** While names do not serve, after an hour in which they are looked at as often as it is confirmed. "Check again" looks at once. */
const AMISS_MS = 3_600_000;
/** While only the next renewal is threatened: nothing stops before it, which is days away, and AWS itself tries for weeks. */
const THREATENED_MS = 6 * 3_600_000;

/** Seen once, and different from what is told: not believed yet. By `<alias> <condition>`. */
export type Sightings = Readonly<Record<string, { reason: ReasonCode; since: string }>>;

export interface Weighed {
  /** What counts now. */
  told: FoundCondition[];
  /** What the next look has to confirm. */
  sightings: Sightings;
}

/** What the findings of a look make of what was told and what was seen before. */
export function weigh(
  { conditions }: Pick<CertificateRequest, 'conditions'>,
  before: Sightings,
  seen: readonly FoundCondition[],
  now: Date,
): Weighed {
  const told: FoundCondition[] = [];
  const sightings: Record<string, Sightings[string]> = {};
  for (const { alias, name, finding } of seen) {
    const known = conditions[alias]?.[name];
    const key = `${alias} ${name}`;
    const sighted = before[key];
    if (REASONS[finding.reason].status === 'Unknown') {
      if (sighted) sightings[key] = sighted;
    } else if (finding.reason === known?.reason) {
      told.push({ alias, name, finding: dated(finding, known.facts.since ?? known.lastChange) });
    } else if (sighted?.reason === finding.reason && now.getTime() - Date.parse(sighted.since) >= CONFIRMED_AFTER_MS) {
      told.push({ alias, name, finding: dated(finding, sighted.since) });
    } else {
      sightings[key] =
        sighted?.reason === finding.reason ? sighted : { reason: finding.reason, since: now.toISOString() };
    }
  }
  return { told, sightings };
}

/** What needs no second look, because AWS itself has met it. */
export function counting(
  { conditions }: Pick<CertificateRequest, 'conditions'>,
  seen: readonly FoundCondition[],
  now: Date,
): FoundCondition[] {
  return seen.flatMap(({ alias, name, finding }) => {
    if (REASONS[finding.reason].status === 'Unknown') return [];
    const known = conditions[alias]?.[name];
    const since = known?.reason === finding.reason ? (known.facts.since ?? known.lastChange) : now.toISOString();
    return [{ alias, name, finding: dated(finding, since) }];
  });
}

/** A trouble says since when: the fact stays when others change, and names its letter. */
function dated(finding: Finding, since: string): Finding {
  return isTrouble(finding) ? { ...finding, facts: { since, ...finding.facts } } : finding;
}

export interface Trouble {
  alias: string;
  name: ConditionName;
  condition: Condition;
}

/** The worst first. A request that does not serve (yet, or any more) has none: its own states tell what is amiss. */
export function troublesOf(request: CertificateRequest): Trouble[] {
  if (!isServing(request)) return [];
  const { conditions } = request;
  const names = certificateNames(request);
  return CARED.flatMap((name) => names.flatMap((alias) => troubleIn(alias, name, conditions[alias] ?? {})));
}

function troubleIn(alias: string, name: ConditionName, conditions: AliasConditions): Trouble[] {
  const condition = conditions[name];
  return condition && isTrouble(condition) ? [{ alias, name, condition }] : [];
}

/** Somebody must act, though nothing may have happened yet. */
function isTrouble({ reason }: Finding): boolean {
  return REASONS[reason].status !== 'Unknown' && REASONS[reason].actor !== 'nobody';
}

export function actorIn(troubles: readonly Trouble[]): Actor | undefined {
  const [first] = troubles;
  return first && REASONS[first.condition.reason].actor;
}

/** Whom a request that serves waits for while no job for it does: who can mend its troubles; else whoever switches the prefix on. */
export function atRest(request: CertificateRequest, now: Date): Pick<RequestFields, 'waitingOn' | 'deadline'> {
  const troubles = troublesOf(request);
  const actor = actorIn(troubles);
  if (actor) return { waitingOn: actor, deadline: harmAt(request, troubles, now) };
  return { waitingOn: request.status === 'READY' ? 'site admin' : 'nobody', deadline: null };
}

/** Until when the troubles can be mended before anything stops; null when something has stopped already, or may at any moment. */
function harmAt({ notAfter }: Pick<RequestFields, 'notAfter'>, troubles: readonly Trouble[], now: Date): string | null {
  const isNow = troubles.some(isOfServing);
  if (notAfter === null || troubles.length === 0 || isNow) return null;
  const renewal = renewalOpens(notAfter);
  return renewal > now ? renewal.toISOString() : notAfter;
}

/** Something is off the air, or will be when caches forget: not only the next renewal is threatened. */
export function isAmiss(request: CertificateRequest): boolean {
  return troublesOf(request).some(isOfServing);
}

function isOfServing({ name }: Trouble): boolean {
  return name === 'dns' || name === 'serving';
}

/** When to look again: soon while something changes, then by the hour while something is amiss. */
export function nextCareAt(request: CertificateRequest, sightings: Sightings, now: Date): Date {
  const soon = new Date(now.getTime() + CONFIRMED_AFTER_MS);
  if (Object.keys(sightings).length > 0) return soon;
  if (troublesOf(request).length === 0) return whileWell(now);
  const changes = Object.values(request.conditions).flatMap((each) =>
    CARED.map((name) => each[name]?.lastChange ?? ''),
  );
  const isMoving = changes.some((time) => now.getTime() - Date.parse(time) < AMISS_MS);
  return isMoving ? soon : new Date(now.getTime() + (isAmiss(request) ? AMISS_MS : THREATENED_MS));
}

export function whileWell(now: Date): Date {
  return new Date(now.getTime() + WELL_MS);
}
