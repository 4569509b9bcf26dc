/** A request as every face shows it: fields as they are, conditions and failure in words. */
import { alongsideOf } from './alongside.ts';
import type { AliasView, RequestView } from './answers.ts';
import { type AliasConditions, viewOf } from './condition.ts';
import { endingInWords } from './endings.ts';
import type { CertificateRequest } from './request.ts';
import type { ValidationRecord } from './validation-record.ts';

export type { AliasView, RequestView } from './answers.ts';

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
    alongside: alongsideOf(request),
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
