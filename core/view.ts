/** A request as every face shows it: fields as they are, conditions and failure in words. */
import { type AliasConditions, type ConditionName, type ConditionView, viewOf } from './condition.ts';
import { endingInWords } from './endings.ts';
import type { CertificateRequest } from './request.ts';
import type { ValidationRecord } from './validation-record.ts';

export interface RequestView
  extends Omit<
    CertificateRequest,
    'conditions' | 'aliases' | 'failure' | 'letters' | 'seq' | 'onFindings' | 'servedBefore' | 'orphanArn'
  > {
  /** When we look again by ourselves; null when nothing is awaited. */
  nextCheckAt: string | null;
  aliases: AliasView[];
  /** `actor`: who must act next, as in conditions. */
  failure: { reason: string; actor: string; message: string; remedy: string } | null;
}

export interface AliasView {
  alias: string;
  conditions: Partial<Record<ConditionName, ConditionView>>;
  /** The addresses that got the approval mail, as ACM reported them. */
  addresses: readonly string[];
  /** The CNAME that validates the name by DNS; null when it is validated by e-mail, or AWS has not named it yet. */
  validationRecord: ValidationRecord | null;
}

export function viewRequest(
  request: CertificateRequest,
  nextCheckAt: string | null,
  addresses: Readonly<Record<string, readonly string[]>>,
  records: Readonly<Record<string, ValidationRecord>> = {},
): RequestView {
  const {
    conditions,
    aliases,
    failure,
    letters: _____,
    seq: _,
    onFindings: __,
    servedBefore: ___,
    orphanArn: ____,
    ...fields
  } = request;
  return {
    ...fields,
    nextCheckAt,
    aliases: aliases.map((alias) => ({
      alias,
      conditions: viewConditions(conditions[alias] ?? {}),
      addresses: addresses[alias] ?? [],
      validationRecord: records[alias] ?? null,
    })),
    failure: failure && { reason: failure.reason, ...endingInWords(failure) },
  };
}

export function viewConditions(conditions: AliasConditions): AliasView['conditions'] {
  return Object.fromEntries(Object.entries(conditions).map(([name, condition]) => [name, viewOf(condition)]));
}
