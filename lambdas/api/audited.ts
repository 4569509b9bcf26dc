/** Writes the audit of a call that has ended. One that cannot be written stands in the log, whole: what was done stays done. */
import type { Logger } from '@aws-lambda-powertools/logger';
import { OPERATIONS, type OperationName } from '../../core/api/operations.ts';
import { type AuditedCall, auditEntry } from '../../core/audit-entry.ts';
import { ERRORS, ServiceError, UNKNOWN_ERROR } from '../../core/errors.ts';
import type { OwnedSite } from '../../core/principal.ts';
import type { PublicCall, Tools } from './operation.ts';

/** What a face has read of a call. */
export interface Asked extends Pick<PublicCall, 'now' | 'callId' | 'request'> {
  /** `-`: none that there is. */
  operation: OperationName | '-';
  /** Names of the parameters that were sent, however wrong they are. */
  sent: readonly string[];
}

/** What has come to light on the way. */
export type Trail = Pick<AuditedCall, 'principal' | 'reason' | 'claimed' | 'input'> & { site?: OwnedSite };

/** `error`: what the call was refused with; undefined when it went well. */
export type Audited = (asked: Asked, trail: Trail, error?: unknown) => Promise<void>;

export function createAudited({ audit, publish }: Tools, logger: Logger): Audited {
  return async ({ operation, now, callId, request, sent }, { principal, reason, claimed, input, ...rest }, error) => {
    const entry = auditEntry({
      now,
      callId,
      operation,
      sourceIp: request.source,
      principal,
      claimed,
      ...(reason === undefined ? {} : { reason }),
      known: namesOf(operation),
      input,
      sent,
      ...endedBy(error),
    });
    if (reason !== undefined) {
      logger.info('a caller was not let in', { callId, operation, reason });
      publish?.({ CallersRefused: 1 });
    }
    await audit.add(entry, partnerOf({ principal, input, ...rest })).catch((failure: unknown) => {
      logger.error('the audit could not be written', { entry, error: failure as Error });
    });
  };
}

function namesOf(operation: Asked['operation']): string[] {
  return operation === '-' ? [] : Object.keys(OPERATIONS[operation].input.shape);
}

function endedBy(error: unknown): Pick<AuditedCall, 'outcome' | 'errorCode'> {
  if (error === undefined) return { outcome: 'OK', errorCode: 0 };
  if (error instanceof ServiceError) return { outcome: error.name, errorCode: ERRORS[error.name].errorCode };
  return { outcome: 'InternalError', errorCode: UNKNOWN_ERROR.errorCode };
}

/** Whom the call concerns: who called, else whose site it was about, else whom it named. Null: the vendor only. */
function partnerOf({ principal, site, input }: Trail): string | null {
  if (!principal) return null;
  const named = input?.partnerId;
  return principal.partnerId ?? site?.partnerId ?? (typeof named === 'string' ? named : null);
}
