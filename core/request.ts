/**
 * A certificate request: one attempt to get one certificate for all aliases of a site. Its state is the fold of its events;
 * nothing changes without an event, and every event says what changed, when, and who did it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from './actor.ts';
import { type AliasConditions, type ConditionName, type Finding, sameFinding } from './condition.ts';
import type { LetterName } from './letters/letter.ts';
import type { Migration } from './migration.ts';
import type { Renewal } from './renewal.ts';
import type { Standstill } from './standstill.ts';
import { isOver, isRunning, type Method, type Status } from './status.ts';

/** Why a request ended without a certificate that serves: the business ends, each final; the cure is a new request. */
export type EndReason =
  | 'PreflightGivenUp'
  | 'AliasClaimed'
  | 'RequestRefused'
  | 'NoAvailableContacts'
  | 'AdditionalVerificationRequired'
  | 'DomainNotAllowed'
  | 'InvalidPublicDomain'
  | 'DomainValidationDenied'
  | 'CaaError'
  | 'OtherFailure'
  | 'ValidationFailed'
  | 'ValidationTimedOut'
  | 'RecordsTimedOut'
  | 'EmailValidationEnded'
  | 'IssuanceTimedOut'
  | 'CertificateGone'
  | 'AliasOfOtherSite'
  | 'WildcardNotReleased'
  | 'DnsPointsElsewhere'
  | 'TxtRecordsGivenUp'
  | 'OwnershipGivenUp'
  | 'SupportTimedOut'
  | 'ServingGivenUp'
  | 'OffAirWithoutConsent'
  | 'SwappedBack'
  | 'Superseded'
  | 'RenewalMissed'
  | 'Canceled';

/** The part of a request that events overwrite field by field. */
export interface RequestFields {
  status: Status;
  /** The state of the machine that is at work or parked. */
  step: string;
  waitingOn: Actor;
  /** World time from which the present status, step and actor hold. RFC 3339, as all times here. */
  since: string;
  /** Until when the actor has time; null when nobody is waited for. */
  deadline: string | null;
  certificateArn: string | null;
  /** End of the certificate's validity; null until it is issued. */
  notAfter: string | null;
  /** A technical failure: we retry or on-call acts. Not the same as FAILED. */
  failing: Failing | null;
  failure: { reason: EndReason; facts: Readonly<Record<string, string>> } | null;
  /** The letters that the site's contacts have got, so that each is sent once. */
  letters: readonly LetterName[];
  /** When somebody canceled it; it is over only when nothing of it is left. */
  cancelAskedAt: string | null;
  /** What the site's distribution served before this request attached its certificate: what it goes back to. */
  servedBefore: { certificateArn: string | null; aliases: readonly string[] } | null;
  /** A certificate that AWS would not let us delete in time: left for on-call. */
  orphanArn: string | null;
  /** When somebody said that the names cannot be released by the customer's own means. */
  helpAskedAt: string | null;
  /** The ownership move that works, or last worked, for this request. */
  moveId: string | null;
  /** By which the certificate is validated: a migration changes it. */
  method: Method;
  /** The latest migration from e-mail to DNS validation. */
  migration: Migration | null;
  /** The request that has taken this one's place, or will as soon as this one has ended. */
  replacedBy: string | null;
  /** Somebody wants to go on without these names: the request ends, and the one of `replacedBy` begins. */
  continuation: Continuation | null;
  /** The renewal of its certificate that is under way. */
  renewal: Renewal | null;
}

/** The first of what stands still: it is the first that cannot be redriven any more. */
export interface Failing extends Standstill {
  /** All of it, the first one first. Absent of what was stored before it was kept: then its own execution, or what is done for it. */
  stops?: readonly Stop[];
}

/** An execution that stands still. */
export interface Stop extends Standstill {
  execution: string;
}

export interface Continuation {
  /** Names that the next request leaves out. */
  without: readonly string[];
  /** Those names that serve and may go off the air, each consented to. */
  offAir: readonly string[];
}

export interface CertificateRequest extends RequestFields {
  requestId: string;
  siteId: string;
  prefix: string;
  /** The CNAME target of the site. */
  target: string;
  /** What the caller wants when names are not ready. */
  onFindings: 'refuse' | 'wait';
  aliases: readonly string[];
  /** The request whose certificate served the site when this one was made: it serves until this one is proven. */
  replaces: string | null;
  /** The request that this one goes on with, less some of its names. */
  continues: string | null;
  /** Names of trusted domains that it leaves out, by the customer's wish. */
  without: readonly string[];
  /** Names that may go off the air when its certificate comes on, each consented to by name. */
  offAir: readonly string[];
  createdAt: string;
  /** Of every name of its certificate, see `certificateNames`. */
  conditions: Readonly<Record<string, AliasConditions>>;
  /** Number of the last event folded in; the next one is this plus one. */
  seq: number;
}

export type EventType =
  | 'Requested'
  | 'PreflightFound'
  | 'Parked'
  | 'AliasesClaimed'
  | 'CertificateRequested'
  | 'MailsSent'
  | 'RecordsNamed'
  | 'RecordsLooked'
  | 'ApprovalChanged'
  | 'MailResent'
  | 'ContactsTold'
  | 'ResendRefused'
  | 'CertificateIssued'
  | 'DistributionRead'
  | 'CertificateAttached'
  | 'ConflictsChecked'
  | 'AliasesAdded'
  | 'ReleaseLooked'
  | 'HelpAsked'
  | 'MoveStarted'
  | 'TicketOpened'
  | 'TxtRecordsLooked'
  | 'MoveTried'
  | 'CaseFiled'
  | 'SupportLooked'
  | 'TicketDecided'
  | 'AliasesFreed'
  | 'MoveEnded'
  | 'Deployed'
  | 'Served'
  | 'Ready'
  | 'Activated'
  | 'Deactivated'
  | 'MigrationAsked'
  | 'MigrationWindowBegun'
  | 'MigrationRecordsNamed'
  | 'MigrationLooked'
  | 'MigrationWindowEnded'
  | 'MigrationEnded'
  | 'RenewalBegun'
  | 'RenewalMailsSent'
  | 'RenewalLooked'
  | 'RenewalEscalated'
  | 'HealthLooked'
  | 'Retired'
  | 'Kept'
  | 'CertificateRenewed'
  | 'RenewalEnded'
  | 'Expired'
  | 'Failing'
  | 'Recovered'
  | 'CancelAsked'
  | 'Detached'
  | 'CertificateOrphaned'
  | 'WithoutAsked'
  | 'HandedOver'
  | 'Superseded'
  | 'ReplacementEnded'
  | 'Ended';

export interface FoundCondition {
  alias: string;
  name: ConditionName;
  finding: Finding;
}

/** What a change says happened. */
export interface Happening {
  type: EventType;
  /** World time of the step, operation or look that saw or did it. */
  at: string;
  /** `service`, or the principal of the caller. */
  by: string;
  /** One sentence for the timeline. */
  text: string;
  set?: Partial<RequestFields>;
  conditions?: readonly FoundCondition[];
}

/** A happening in its place in the request's history. */
export interface RequestEvent extends Happening {
  requestId: string;
  seq: number;
}

type Opening = Pick<
  CertificateRequest,
  'requestId' | 'siteId' | 'prefix' | 'target' | 'method' | 'onFindings' | 'aliases' | 'createdAt'
> &
  Partial<Pick<CertificateRequest, 'replaces' | 'continues' | 'without' | 'offAir'>>;

/** A request before its first event. */
export function openRequest(opening: Opening): CertificateRequest {
  return {
    replaces: null,
    continues: null,
    without: [],
    offAir: [],
    ...opening,
    status: 'PENDING',
    step: 'EnsureTarget',
    waitingOn: 'nobody',
    since: opening.createdAt,
    deadline: null,
    certificateArn: null,
    notAfter: null,
    failing: null,
    failure: null,
    letters: [],
    cancelAskedAt: null,
    servedBefore: null,
    orphanArn: null,
    helpAskedAt: null,
    moveId: null,
    migration: null,
    replacedBy: null,
    continuation: null,
    renewal: null,
    conditions: Object.fromEntries(opening.aliases.map((alias) => [alias, {}])),
    seq: 0,
  };
}

/** The fold: the request after one more event. Conditions that did not change keep their `lastChange`. */
export function apply(request: CertificateRequest, event: RequestEvent): CertificateRequest {
  if (event.seq !== request.seq + 1) throw new Error(`event ${event.seq} does not follow ${request.seq}`);
  const conditions: Record<string, AliasConditions> = { ...request.conditions };
  for (const { alias, name, finding } of event.conditions ?? []) {
    if (sameFinding(conditions[alias]?.[name], finding)) continue;
    conditions[alias] = { ...conditions[alias], [name]: { ...finding, lastChange: event.at } };
  }
  const next = { ...request, ...event.set, conditions, seq: event.seq };
  const moved = (['status', 'step', 'waitingOn'] as const).some((field) => next[field] !== request[field]);
  return moved ? { ...next, since: event.at } : next;
}

/**
 * The happening, less what the request knows already; undefined when nothing is new (a step that runs twice writes once). Whoever looked at a
 * request a moment before its end writes a moment after it: that sets nothing going again, and has nobody waited for.
 */
export function news(request: CertificateRequest, happening: Happening): Happening | undefined {
  const { status = request.status } = happening.set ?? {};
  const over = isOver(request);
  if (over && !isOver({ status })) return undefined;
  const conditions = happening.conditions?.filter(
    ({ alias, name, finding }) => !sameFinding(request.conditions[alias]?.[name], finding),
  );
  const set = Object.entries(happening.set ?? {}).filter(
    ([field, value]) =>
      !isDeepStrictEqual(request[field as keyof RequestFields], value) &&
      !(over && !happening.set?.status && TURN.includes(field)),
  );
  if (!conditions?.length && set.length === 0 && ALWAYS_NEWS[happening.type] !== true) return undefined;
  const { conditions: _, set: __, ...rest } = happening;
  return {
    ...rest,
    ...(conditions?.length ? { conditions } : {}),
    ...(set.length > 0 ? { set: Object.fromEntries(set) } : {}),
  };
}

/** Of what is over, its end alone says these. */
const TURN: readonly string[] = ['waitingOn', 'deadline'];

/** Acts of people are told each time, even where they change no field. */
const ALWAYS_NEWS: Partial<Record<EventType, true>> = {
  Requested: true,
  MailResent: true,
  ResendRefused: true,
  TicketOpened: true,
  TicketDecided: true,
  AliasesFreed: true,
};

/**
 * Its certificate is issued, asked for by itself or taken over: what concerns issuing alone (who receives mail, CAA, AWS's last day of
 * requests) keeps it from nothing any more.
 */
export function isIssued(request: Pick<CertificateRequest, 'notAfter'>): boolean {
  return request.notAfter !== null;
}

/**
 * The names of its certificate: the aliases, and those that were left out when it had been issued, which bring their approval with them.
 * AWS validates every one of them again, at each renewal and for a migration; only the aliases serve.
 */
export function certificateNames({
  aliases,
  without,
  conditions,
}: Pick<CertificateRequest, 'aliases' | 'without' | 'conditions'>): string[] {
  return [...aliases, ...without.filter((name) => conditions[name]?.approval !== undefined)];
}

/** Whose five mailboxes AWS asks about a name: found before the request; the name's own until then. */
export function validationDomainOf({ conditions }: Pick<CertificateRequest, 'conditions'>, name: string): string {
  return conditions[name]?.mail?.facts.validationDomain ?? name;
}

/** Those of several names, each once. */
export function validationDomainsOf(
  request: Pick<CertificateRequest, 'conditions'>,
  names: readonly string[],
): string[] {
  return [...new Set(names.map((name) => validationDomainOf(request, name)))];
}

/** The result of a state that sees that its request was canceled, where a Choice or the next state looks at it. */
export const CANCELED = { verdict: 'ended', reason: 'Canceled', facts: {} } as const;

/** Of one that has ended, or is canceled, the last look may have seen names that wait for approval; nobody is to approve them any more. */
export function mayBeMailed(request: Pick<CertificateRequest, 'status' | 'cancelAskedAt'>): boolean {
  return !isOver(request) && request.cancelAskedAt === null;
}

/** Steps that follow a proof, or a handing over, and look at nothing any more. */
const LAST_STEPS: readonly string[] = ['FinishRequest', 'FinishReplacement', 'RecordFailure'];

/** Whether a cancel still comes in time. */
export function canBeCanceled(request: Pick<CertificateRequest, 'status' | 'step'>): boolean {
  return isRunning(request) && !LAST_STEPS.includes(request.step);
}
