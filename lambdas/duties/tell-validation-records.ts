/**
 * DNS validation as people see it: the records that ACM named, and which of them stand in the DNS by now. ACM looks by itself;
 * what we see changes conditions and who must act, never the end of the wait.
 */
import type { Dns } from '../../core/dns.ts';
import { recordsAsked } from '../../core/letters/validation.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { type ValidationRecord, whoActs } from '../../core/validation-record.ts';
import type { Certificate } from '../clients/acm.ts';
import { checkValidationRecords } from './check-validation-records.ts';
import { asConditions } from './record-findings.ts';
import { type Post, tellContacts } from './tell-contacts.ts';

export interface ValidationLook {
  dns: Dns;
  post: Post;
  request: CertificateRequest;
  certificate: Certificate;
  /** Until when ACM looks. */
  until: string;
  now: Date;
}

/**
 * Keeps the records of every name, looks for them at once (those of an earlier request may still be there), and writes to the
 * contacts which are missing; false, and nothing told, while ACM lacks one.
 */
export async function tellRecordsNamed({
  dns,
  post,
  request,
  certificate,
  until,
  now,
}: ValidationLook): Promise<boolean> {
  const { aliases, requestId } = request;
  const named = new Map(certificate.names.map(({ name, record }) => [name, record]));
  if (aliases.some((alias) => !named.get(alias))) return false;
  const at = now.toISOString();
  await post.requests.addEvidence(
    requestId,
    aliases.map((alias) => ({ alias, kind: 'record', at, seen: named.get(alias) })),
  );
  const open = openRecords(certificate);
  const findings = await checkValidationRecords(dns, request, { records: open, until });
  const missing = Object.entries(open).flatMap(([alias, record]) =>
    findings[alias]?.reason === 'RecordSeen' ? [] : [record],
  );
  const told = await post.requests.change(requestId, () => ({
    type: 'RecordsNamed',
    at,
    by: 'service',
    text: `AWS has named the validation records of ${aliases.length} names; we see ${aliases.length - missing.length} of them in the DNS.`,
    set: { ...whoActs(Object.values(findings)), deadline: until },
    conditions: asConditions('approval', findings),
  }));
  if (missing.length > 0)
    await tellContacts(post, told, 'validation asked', recordsAsked(told, missing, until, post.consoleUrl), now);
  return true;
}

/** Looks for the records of the names that ACM has not validated yet; returns the request with what was seen. */
export async function tellRecordsSeen(look: ValidationLook): Promise<CertificateRequest> {
  const { dns, post, request, certificate, until, now } = look;
  const records = openRecords(certificate);
  const findings = await checkValidationRecords(dns, request, { records, until });
  const open = Object.values(findings);
  const seen = open.filter(({ reason }) => reason === 'RecordSeen').length;
  return post.requests.change(request.requestId, ({ aliases }) => ({
    type: 'RecordsLooked',
    at: now.toISOString(),
    by: 'service',
    text: `Looked at the validation records: ${aliases.length - open.length} of ${aliases.length} names are validated, ${seen} more have their record in place.`,
    set: whoActs(open),
    conditions: asConditions('approval', findings),
  }));
}

/** By alias; those of names that are validated already are not looked at any more. */
function openRecords({ names }: Certificate): Record<string, ValidationRecord> {
  return Object.fromEntries(
    names.flatMap(({ name, record, validated }) => (record && !validated ? [[name, record]] : [])),
  );
}
