/**
 * A condition is one fact about one alias: is its DNS right, can its mail arrive, may Amazon issue, does it serve ...
 * Only reason and facts are kept; the words a person reads come from the catalogue of reasons. Unknown is never False.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from './actor.ts';
import type { ConditionView } from './api/answers-certificates.ts';
import { REASONS, type ReasonCode } from './reasons.ts';
import { fill } from './text.ts';

/** In the order in which they come true on the straight path. */
export const CONDITIONS = ['dns', 'mail', 'caa', 'conflict', 'approval', 'attached', 'serving', 'migration'] as const;
export type ConditionName = (typeof CONDITIONS)[number];

/** What was seen, by the names that the reason's texts use: `{alias}`, `{expected}`, `{found}` ... Strings only. */
export type Facts = Readonly<Record<string, string>>;

export interface Finding {
  reason: ReasonCode;
  facts: Facts;
}

/** A condition as stored. */
export interface Condition extends Finding {
  /** RFC 3339, world time: when the reason or its facts last changed. */
  lastChange: string;
}

export type AliasConditions = Partial<Record<ConditionName, Condition>>;

/** True when the finding keeps a request from going on: a False one, where its reason says that it blocks. */
export function blocks(finding: Finding): boolean {
  return REASONS[finding.reason].blocks;
}

/** Nothing found yet is not true either, nor what could not be learned. */
export function isTrue(finding: Finding | undefined): boolean {
  return finding !== undefined && REASONS[finding.reason].status === 'True';
}

/** Has AWS sent a mail for it that waits for a click, and can send it again? */
export function awaitsClick(finding: Finding | undefined): boolean {
  return finding?.reason === 'ApprovalPending' || finding?.reason === 'RenewalPending';
}

/** Who must act: of the first of these findings that somebody can act on. */
export function actorOf(findings: readonly Finding[]): Actor {
  return findings.map(({ reason }) => REASONS[reason].actor).find((actor) => actor !== 'nobody') ?? 'nobody';
}

export function viewOf(condition: Condition): ConditionView {
  const { status, message, remedy, actor } = REASONS[condition.reason];
  return {
    status,
    reason: condition.reason,
    message: fill(message, condition.facts),
    remedy: fill(remedy, condition.facts),
    actor,
    lastChange: condition.lastChange,
    facts: condition.facts,
  };
}

export function sameFinding(a: Finding | undefined, b: Finding): boolean {
  return a !== undefined && a.reason === b.reason && isDeepStrictEqual({ ...a.facts }, { ...b.facts });
}
