/**
 * An ownership move: CloudFront is asked to hand names that somebody else holds over to a site's distribution. A site has at most
 * one at a time; it owns one ticket, and later requests of the site join it. What counts as moved is AWS's word, never a person's.
 */
import type { Holder } from './holder.ts';
import type { CertificateRequest } from './request.ts';
import type { Standstill } from './standstill.ts';
import { isOver, isRunning } from './status.ts';

/** TXT: records are awaited. API: CloudFront is asked. SUPPORT: the case lies with AWS Support. */
export const MOVE_PHASES = ['OPENING', 'TXT', 'API', 'SUPPORT', 'ENDED'] as const;
export type MovePhase = (typeof MOVE_PHASES)[number];

/** How a move ended. `moved`: no name is held any more, however that came about. */
export const MOVE_OUTCOMES = ['moved', 'freed', 'handedBack', 'givenUp', 'timedOut', 'withdrawn'] as const;
export type MoveOutcome = (typeof MOVE_OUTCOMES)[number];

/** What the name servers of a name say of its TXT record. */
export const TXT_STATES = ['unknown', 'missing', 'wrong', 'spreading', 'seen'] as const;
export type TxtState = (typeof TXT_STATES)[number];

/** CloudFront's answer to the attempt to move a name, sorted by what follows from it. */
export const REFUSAL_KINDS = ['missingTxt', 'sourceEnabled', 'notCovered', 'other'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

export interface MovingAlias {
  holder: Holder;
  /** `gone`: nobody else holds it any more, it is ours or free. */
  state: 'held' | 'gone';
  txt: TxtState;
  /** Of the last attempt by API; CloudFront's own words for the ticket. `times`: how often it has refused. */
  refusal: { kind: RefusalKind; text: string; at: string; times: number } | null;
}

/** What on-call decided in the ticket. `resolve` is looked into at once and believed only when AWS says the same. */
export interface MoveDecision {
  kind: 'resolve' | 'handBack' | 'giveUp';
  by: string;
  at: string;
  note: string;
}

export interface OwnershipMove {
  /** `<requestId>-move-<n>`, also the name of its first execution. */
  moveId: string;
  /** The execution that works for it: the first one, or `<moveId>-again-<n>` where that one had stood still for too long. */
  execution: string;
  siteId: string;
  /** The request that it serves now. */
  requestId: string;
  /** The target of every move and the value of every TXT record. */
  distribution: { id: string; domainName: string };
  phase: MovePhase;
  aliases: Readonly<Record<string, MovingAlias>>;
  /** OpsItem id; null until the ticket is open. */
  ticketId: string | null;
  decision: MoveDecision | null;
  /** Id of the case at AWS Support, once on-call has filed it. */
  supportCaseId: string | null;
  /** When the ticket was raised because AWS Support takes long. */
  escalatedAt: string | null;
  notes: readonly { at: string; by: string; text: string }[];
  outcome: MoveOutcome | null;
  /** What it has moved is being set free: no request joins it any more. */
  isEnding?: boolean;
  /** A request that has ended, or is about to, and has left it its certificate and its claims. */
  outlives?: string;
  /** Its execution stands still by a technical failure. */
  failing: Standstill | null;
  startedAt: string;
  endedAt: string | null;
  /** Counts the writes: each replaces the version that it read. */
  version: number;
}

/** The names that somebody else still holds. */
export function heldNames({ aliases }: Pick<OwnershipMove, 'aliases'>): string[] {
  return Object.keys(aliases).filter((alias) => aliases[alias]?.state === 'held');
}

/** The record that proves to AWS whose name it is (developer guide, alternate-domain-names-move-create-target). */
export function ownershipRecord(alias: string, { domainName }: OwnershipMove['distribution']) {
  return { name: `_${alias}`, value: domainName };
}

/** One ticket per site and distribution, however often a workflow tries. */
export function ticketDedup(siteId: string, distributionId: string): string {
  return `cname-ownership:${siteId}:${distributionId}`;
}

/** The request that opened it: the input of its execution, whichever request it serves by now. */
export function openingRequestOf(moveId: string): string {
  return moveId.replace(/-move-\d+$/, '');
}

/** What the request has put on the distribution is the move's to take back: it is over, or ends and has left it that. */
export function isLeftTo(
  { outlives }: Pick<OwnershipMove, 'outlives'>,
  request: Pick<CertificateRequest, 'requestId' | 'status'>,
): boolean {
  return isOver(request) || outlives === request.requestId;
}

/** The request waits for its move, and nobody has canceled it. */
export function isServed(request: Pick<CertificateRequest, 'status' | 'step' | 'cancelAskedAt'>): boolean {
  return isRunning(request) && !isOff(request) && WAITING_STEPS.includes(request.step);
}

const WAITING_STEPS: readonly string[] = ['StartOwnershipMove', 'AwaitOwnershipMove'];

/** The request is over, or about to be: nobody wants the names any more. */
export function isOff(request: Pick<CertificateRequest, 'status' | 'cancelAskedAt'>): boolean {
  return isOver(request) || request.cancelAskedAt !== null;
}
