/**
 * Migration of an issued certificate from e-mail to DNS validation: a CNAME for every name, and 72 hours in which ACM must see them
 * all. Then the certificate is validated by DNS, for ever; else it stays as it was, and another 72 hours may be begun.
 * Sources: acm/latest/userguide/email-to-dns-migrate.html, API_UpdateCertificateOptions.html, API_ListCertificateDomainValidations.html.
 */
import type * as sdk from '@aws-sdk/client-acm';
import type { World } from '../../world.ts';
import { awsError } from '../service.ts';
import { APPROVAL_MS } from './approvals.ts';
import type { Certificate, CertificateName } from './certificates.ts';
import { hasRecord, type Resolver } from './lookups.ts';
import type { Spans } from './spans.ts';
import { validationRecord } from './validation-record.ts';

/** The latest migration of a certificate, in its document. Times are ISO strings of world time. */
export interface Migration {
  status: sdk.UpdateStatus;
  requestedAt: string;
  updatedAt: string;
  /** 72 h after the request. */
  expiresAt: string;
  /** When the CNAMEs are named; gone once done. */
  recordsAt?: string;
  /** When ACM next looks at the CNAMEs. */
  checkAt?: string;
  /** Names whose CNAME was seen in these 72 hours. */
  seen: string[];
}

/** The instant at which something happens to a migration by itself, as an ISO string. */
export function migrationDueAt({ migration }: Certificate): string | undefined {
  if (migration?.status !== 'PENDING_DOMAIN_VALIDATION') return undefined;
  const { recordsAt, checkAt, expiresAt } = migration;
  return [recordsAt, checkAt, expiresAt].filter((instant) => instant !== undefined).sort()[0];
}

export interface Migrations {
  /** UpdateCertificateOptions: the certificate with its migration begun. Throws AWS's error where it cannot be. */
  begin(certificate: Certificate, options: sdk.CertificateOptions | undefined): Certificate;
  /** What is due by now: the CNAMEs named or looked at, the 72 hours over. */
  advance(certificate: Certificate): Certificate;
}

export function createMigrations({ clock }: World, dns: Resolver, spans: Spans): Migrations {
  const now = () => clock.now().toISOString();

  function look(certificate: Certificate, migration: Migration): Certificate {
    const isSeen = ({ name }: CertificateName) =>
      migration.seen.includes(name) || hasRecord(dns, validationRecord(certificate.account, name));
    const seen = certificate.names.filter(isSeen).map(({ name }) => name);
    return seen.length === certificate.names.length
      ? migrated(certificate, { ...ended(migration, 'SUCCESS'), seen })
      : { ...certificate, migration: { ...migration, seen, checkAt: spans.after('recordCheck') } };
  }

  function ended({ recordsAt: _, checkAt: __, ...migration }: Migration, status: sdk.UpdateStatus): Migration {
    return { ...migration, status, updatedAt: now() };
  }

  return {
    begin(certificate, options) {
      refuseIneligible(certificate, options);
      const at = now();
      const expiresAt = new Date(Date.parse(at) + APPROVAL_MS).toISOString();
      const status = 'PENDING_DOMAIN_VALIDATION';
      const recordsAt = spans.after('contacts');
      return { ...certificate, migration: { status, requestedAt: at, updatedAt: at, expiresAt, recordsAt, seen: [] } };
    },
    advance(certificate) {
      const { migration } = certificate;
      if (!migration) return certificate;
      if (migration.recordsAt !== undefined && migration.recordsAt <= now()) {
        const { recordsAt: _done, ...named } = migration;
        return { ...certificate, migration: { ...named, checkAt: spans.after('recordCheck') } };
      }
      if (migration.expiresAt <= now()) return { ...certificate, migration: ended(migration, 'FAILED') };
      return look(certificate, migration);
    },
  };
}

/** From now on by DNS; ARN, users and validity stay. What renews certificates finds it as one that was requested by DNS. */
function migrated(certificate: Certificate, migration: Migration): Certificate {
  const names = certificate.names.map(
    ({ emails: _, ...name }): CertificateName => ({
      ...name,
      status: 'SUCCESS',
      record: validationRecord(certificate.account, name.name),
    }),
  );
  const renewing = certificate.renewal && certificate.renewal.status !== 'SUCCESS';
  return { ...certificate, method: 'DNS', names, migration, ...(renewing && { renewAt: migration.updatedAt }) };
}

function refuseIneligible({ arn, status, method, migration }: Certificate, options?: sdk.CertificateOptions): void {
  const { ValidationMethod: wanted, ...others } = options ?? {};
  if (wanted !== 'DNS' || Object.values(others).some((value) => value !== undefined))
    throw awsError(
      'ValidationException',
      'The only option of a certificate that can be updated is ValidationMethod: DNS.',
    );
  if (migration?.status === 'PENDING_DOMAIN_VALIDATION')
    throw awsError('ConflictException', `An update of certificate ${arn} is already in progress.`);
  if (status !== 'ISSUED') throw awsError('InvalidStateException', `Certificate ${arn} is not issued.`);
  if (method !== 'EMAIL') throw awsError('InvalidStateException', `Certificate ${arn} is not validated by email.`);
}

/** `UpdateSummary` of DescribeCertificate; nothing without a migration. */
export function updateSummary({ migration }: Certificate): Pick<sdk.CertificateDetail, 'UpdateSummary'> {
  if (!migration) return {};
  return {
    UpdateSummary: {
      Status: migration.status,
      Type: 'DOMAIN_VALIDATION_METHOD',
      DomainValidationMethodUpdateSummary: { From: 'EMAIL', To: 'DNS' },
      RequestedAt: new Date(migration.requestedAt),
      UpdatedAt: new Date(migration.updatedAt),
    },
  };
}

/** ListCertificateDomainValidations' page: how each name is validated, and how it is to be. */
export function listValidations(
  certificate: Certificate,
  { MaxItems = MOST_LISTED, NextToken = '0' }: sdk.ListCertificateDomainValidationsCommandInput,
): sdk.ListCertificateDomainValidationsResponse {
  if (!/^\d+$/.test(NextToken)) throw awsError('InvalidArgsException', 'The token is not valid.');
  const from = Number(NextToken);
  const { names } = certificate;
  return {
    DomainValidationSummaryList: names.slice(from, from + MaxItems).map((name) => summaryOf(certificate, name)),
    ...(from + MaxItems < names.length && { NextToken: String(from + MaxItems) }),
  };
}

/** Source: API_ListCertificateDomainValidations.html, default and most. */
const MOST_LISTED = 1000;

function summaryOf(certificate: Certificate, one: CertificateName): sdk.DomainValidationSummary {
  const { migration } = certificate;
  const isPending = migration?.status === 'PENDING_DOMAIN_VALIDATION';
  return {
    DomainName: one.name,
    ActiveValidationConfiguration: activeOf(certificate, one),
    ...(isPending && {
      RequestedValidationConfiguration: {
        ValidationMethod: 'DNS',
        ValidationStatus: migration.seen.includes(one.name) ? 'SUCCESS' : 'PENDING_VALIDATION',
        ...(migration.recordsAt === undefined && dnsChallenge(validationRecord(certificate.account, one.name))),
      },
    }),
  };
}

function activeOf({ method }: Certificate, { status, validationDomain, emails, record }: CertificateName) {
  return {
    ValidationMethod: method,
    ValidationStatus: status,
    ...(emails && {
      ValidationChallenge: {
        EmailValidationChallenge: { ValidationDomain: validationDomain, ValidationEmails: emails },
      },
    }),
    ...(record && dnsChallenge(record)),
  };
}

function dnsChallenge({ name, value }: { name: string; value: string }) {
  const ResourceRecord = { Name: `${name}.`, Type: 'CNAME' as const, Value: `${value}.` };
  return { ValidationChallenge: { DnsValidationChallenge: { ResourceRecord } } };
}
