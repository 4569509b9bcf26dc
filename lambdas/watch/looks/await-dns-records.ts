/**
 * Do the records of a migration stand? ACM names them in its first 72 hours; they stay the same, so it matters little when these end:
 * when we see all records, ACM is asked to look once more. Until then the contacts know which to add, and the names serve.
 */
import { requestOf } from '../../../core/execution.ts';
import { migrationRecords } from '../../../core/letters/migration.ts';
import { recordsUntil } from '../../../core/migration.ts';
import { type CertificateRequest, certificateNames } from '../../../core/request.ts';
import { few } from '../../../core/text.ts';
import type { ValidationRecord } from '../../../core/validation-record.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Env } from '../../clients/aws.ts';
import { dnsFrom } from '../../clients/network.ts';
import { type Post, tellContacts } from '../../duties/tell-contacts.ts';
import type { Requests } from '../../records/requests.ts';
import { servingCertificate } from '../certificate.ts';
import { isPast, type Look, MET } from '../look.ts';
import { acmLooks, type Looked, tellMigrationRecords, tellWindowEnded } from '../migrating.ts';

export function lookAtDnsRecords(env: Env, acm: Acm, post: Post): Look {
  const { requests } = post;
  return async ({ execution, parkedAt }, now) => {
    const request = await requests.require(requestOf(execution));
    const certificate = await servingCertificate(acm, request);
    if (!certificate) return { end: { verdict: 'ended', reason: 'MigrationNeedless', facts: {} } };
    if (certificate.migration?.status === 'SUCCESS') return { end: { verdict: 'migrated' } };

    const looks = acmLooks(certificate, request, now);
    if (!looks) await tellWindowEnded(requests, request, now);
    const records = await recordsOf(acm, requests, request, looks, now);
    const until = recordsUntil(request, new Date(parkedAt));
    const isOverdue = isPast(until, now);
    if (!records) return isOverdue ? givenUp(request, until, certificateNames(request)) : looks ? 'notYet' : LAPSED;

    const seen = await tellMigrationRecords({ dns: dnsFrom(env), requests, request, records, until, now });
    await tellMissing(post, seen, records, now);
    if (seen.missing.length === 0) return looks ? MET : LAPSED;
    return isOverdue ? givenUp(request, until, seen.missing) : 'notYet';
  };
}

/** ACM is not looking: it is to be asked once more. */
const LAPSED = { end: { verdict: 'lapsed' } } as const;

/** Of every name, as noted when ACM named them; undefined as long as it has not. */
async function recordsOf(
  acm: Acm,
  requests: Requests,
  request: CertificateRequest,
  looks: boolean,
  now: Date,
): Promise<Record<string, ValidationRecord> | undefined> {
  const { requestId, certificateArn } = request;
  const names = certificateNames(request);
  const noted = await requests.evidence(requestId, 'record');
  const known = Object.fromEntries(noted.map(({ alias, seen }) => [alias, seen as ValidationRecord]));
  if (names.every((name) => known[name])) return known;
  if (!looks || certificateArn === null) return undefined;
  const named = await acm.migrationRecords(certificateArn);
  if (names.some((name) => !named[name])) return undefined;
  const at = now.toISOString();
  await requests.addEvidence(
    requestId,
    names.map((name) => ({ alias: name, kind: 'record', at, seen: named[name] })),
  );
  return named;
}

/** Once a migration: which records to add. Who has added all of them before needs no letter. */
async function tellMissing(
  post: Post,
  { request, missing }: Looked,
  records: Record<string, ValidationRecord>,
  now: Date,
): Promise<void> {
  const { migration } = request;
  if (!migration || missing.length === 0) return;
  const open = missing.flatMap((alias) => records[alias] ?? []);
  const letter = migrationRecords(request, open, migration, post.consoleUrl);
  await tellContacts(post, request, `migration ${migration.n} records`, letter, now);
}

function givenUp({ notAfter }: CertificateRequest, until: string, missing: readonly string[]) {
  const facts = { until, names: few(missing), notAfter: notAfter ?? until };
  return { end: { verdict: 'ended', reason: 'RecordsGivenUp', facts } } as const;
}
