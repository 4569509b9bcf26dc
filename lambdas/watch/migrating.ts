/** What the looks at a migration tell: which records stand, and that ACM does not look any more. */
import type { Dns } from '../../core/dns.ts';
import { windowEnd } from '../../core/migration.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { withTurn } from '../../core/turn.ts';
import type { ValidationRecord } from '../../core/validation-record.ts';
import type { Certificate } from '../clients/acm.ts';
import { checkValidationRecords } from '../duties/check-validation-records.ts';
import { asConditions } from '../duties/record-findings.ts';
import type { Requests } from '../records/requests.ts';

export interface MigrationLook {
  dns: Dns;
  requests: Requests;
  request: CertificateRequest;
  /** By alias. */
  records: Readonly<Record<string, ValidationRecord>>;
  /** Until when they may come to stand. */
  until: string;
  now: Date;
}

export interface Looked {
  request: CertificateRequest;
  /** Aliases whose record we do not see. */
  missing: string[];
}

/** Looks for every record and tells what was seen. */
export async function tellMigrationRecords({
  dns,
  requests,
  records,
  until,
  now,
  ...look
}: MigrationLook): Promise<Looked> {
  const findings = await checkValidationRecords(dns, look.request, { records, until });
  const total = Object.keys(records).length;
  const missing = Object.keys(records).filter((alias) => findings[alias]?.reason !== 'RecordSeen');
  const seen = total - missing.length;
  const request = await requests.change(look.request.requestId, (present) =>
    withTurn(present, {
      type: 'MigrationLooked',
      at: now.toISOString(),
      by: 'service',
      text: `Looked at the validation records: ${seen} of ${total} stand.`,
      ...(present.migration && { set: { migration: { ...present.migration, records: total, seen, until } } }),
      conditions: asConditions('migration', findings),
    }),
  );
  return { request, missing };
}

/** What ACM says may be hours old, and then of the 72 hours before: those that we have begun since go on. */
export function acmLooks({ migration: said }: Certificate, { migration }: CertificateRequest, now: Date): boolean {
  if (said?.status === 'PENDING_DOMAIN_VALIDATION') return true;
  const until = migration?.windowUntil ?? '';
  return now.toISOString() < until && (said?.requestedAt === undefined || windowEnd(said.requestedAt) < until);
}

/** ACM's 72 hours are over; told once. */
export async function tellWindowEnded(requests: Requests, { requestId }: CertificateRequest, now: Date): Promise<void> {
  await requests.change(requestId, ({ migration }) =>
    migration && migration.windowUntil !== null
      ? {
          type: 'MigrationWindowEnded',
          at: now.toISOString(),
          by: 'service',
          text: 'The 72 hours of AWS have ended without all validation records. The certificate is as before; AWS is asked once more when we see all records.',
          set: { migration: { ...migration, windowUntil: null } },
        }
      : undefined,
  );
}
