/** A request as every face shows it: fields as they are, conditions and failure in words. */
import { alongsideOf } from './alongside.ts';
import type { AliasView, RequestView } from './api/answers-certificates.ts';
import { type AliasConditions, viewOf } from './condition.ts';
import { endingInWords } from './endings.ts';
import { viewMigration } from './migration.ts';
import { forecast } from './renewal.ts';
import { type CertificateRequest, certificateNames } from './request.ts';
import { standstillOf } from './standstill.ts';
import type { ValidationRecord } from './validation-record.ts';

export type { AliasView, RequestView } from './api/answers-certificates.ts';

/** What a request does not know of itself. */
export interface Viewed {
  /** World time, by which a standstill and the next renewal are told. */
  now: Date;
  /** RFC 3339: when we look next at what it waits for. */
  nextCheckAt?: string | null;
  /** Approval addresses by alias. */
  addresses?: Readonly<Record<string, readonly string[]>>;
  /** Validation records by alias. */
  records?: Readonly<Record<string, ValidationRecord>>;
}

export function viewRequest(
  request: CertificateRequest,
  { now, nextCheckAt = null, addresses = {}, records = {} }: Viewed,
): RequestView {
  const {
    conditions,
    aliases,
    failure,
    migration,
    letters: _letters,
    seq: _seq,
    onFindings: _onFindings,
    servedBefore: _servedBefore,
    orphanArn: _orphanArn,
    continuation: _continuation,
    renewal: _renewal,
    ...fields
  } = request;
  const viewName = (alias: string) => ({
    alias,
    conditions: viewConditions(conditions[alias] ?? {}),
    addresses: addresses[alias] ?? [],
    validationRecord: records[alias] ?? null,
  });
  return {
    ...fields,
    migration: migration && viewMigration(migration),
    nextCheckAt,
    failing: standstillOf(request, now),
    alongside: alongsideOf(request),
    renewal: forecast(request, now),
    aliases: aliases.map(viewName),
    leftOut: certificateNames(request).slice(aliases.length).map(viewName),
    failure: failure && { reason: failure.reason, ...endingInWords(failure) },
  };
}

export function viewConditions(conditions: AliasConditions): AliasView['conditions'] {
  return Object.fromEntries(Object.entries(conditions).map(([name, condition]) => [name, viewOf(condition)]));
}
