/**
 * A certificate as ACM keeps it, what is due for it next, and how it looks through the API. All of a certificate's future is
 * in its document: whoever holds that knows what happens when, also after a restart.
 */
import type {
  CertificateDetail,
  CertificateStatus,
  CertificateSummary,
  DomainStatus,
  DomainValidation,
  FailureReason,
  KeyAlgorithm,
  RenewalStatus,
  ValidationMethod,
} from '@aws-sdk/client-acm';
import { type Migration, migrationDueAt, updateSummary } from './migration.ts';

/** A name to be validated. Times in this file are ISO strings of world time. */
export interface CertificateName {
  name: string;
  /** As requested; without a request the name itself, even with its `www.` or `*.`. */
  validationDomain: string;
  status: DomainStatus;
  /** Filled some seconds after the request; EMAIL only. */
  emails?: string[];
  /** Filled some seconds after the request; DNS only. */
  record?: { name: string; value: string };
}

export interface Certificate {
  arn: string;
  account: string;
  commonName: string;
  /** The common name first. Never changes: other names are another certificate. */
  names: CertificateName[];
  method: Extract<ValidationMethod, 'EMAIL' | 'DNS'>;
  keyAlgorithm: KeyAlgorithm;
  tags: Record<string, string>;
  status: CertificateStatus;
  failureReason?: FailureReason;
  createdAt: string;
  /** Until then every call about it answers ResourceNotFound. */
  visibleAt: string;
  /** 72 h after the request. */
  expiresAt: string;
  /** When addresses or CNAMEs are filled in; gone once done. */
  contactsAt?: string;
  /** When ACM next looks at the CNAMEs; DNS only. */
  checkAt?: string;
  /** When CAA is checked and the certificate made; set once every name is validated. */
  issueAt?: string;
  issuedAt?: string;
  notBefore?: string;
  notAfter?: string;
  /** From e-mail to DNS; the latest. */
  migration?: Migration;
  /** The renewal under way, or the last one; absent before the first. */
  renewal?: Renewal;
  /** When ACM next does something about its renewal; without it, when the renewal window opens. */
  renewAt?: string;
  /** When ACM next says how near its end is; without it, 30 days before. */
  noticeAt?: string;
}

/** A managed renewal: it has the validation of its names to itself, the certificate's own stays as it was. */
export interface Renewal {
  status: RenewalStatus;
  reason?: FailureReason;
  names: CertificateName[];
  updatedAt: string;
  /** EMAIL: until then this round of mails can be approved; then all names are asked anew. */
  roundEndsAt?: string;
  /** When CAA is checked and the new certificate made; set once every name is validated. */
  issueAt?: string;
}

/** What the certificate authority made. */
export interface Material {
  certificatePem: string;
  chainPem: string;
  privateKeyPem: string;
  /** Hexadecimal. */
  serial: string;
  fingerprint256: string;
}

/** The earliest instant at which something happens to this certificate by itself. */
export function dueAt(certificate: Certificate): Date | undefined {
  const { status, contactsAt, checkAt, issueAt, expiresAt, notAfter } = certificate;
  if (status === 'ISSUED' && notAfter)
    return earliest([notAfter, renewAt(certificate), noticeAt(certificate), migrationDueAt(certificate)]);
  if (status !== 'PENDING_VALIDATION') return undefined;
  return earliest([contactsAt, checkAt, issueAt ?? expiresAt]);
}

function earliest(instants: (string | undefined)[]): Date {
  return new Date(Math.min(...instants.filter((instant) => instant !== undefined).map(Date.parse)));
}

/** Source: acm/latest/userguide/email-validation.html and dns-renewal-validation.html, for certificates of 198 days. */
const RENEWAL_LEAD_DAYS = 45;
/** The default of PutAccountConfiguration for public certificates: acm/latest/userguide/supported-events.html. */
const NOTICE_DAYS = 30;

/** When ACM next does something about the renewal of an issued certificate. */
function renewAt(certificate: Certificate): string | undefined {
  return certificate.renewAt ?? daysBeforeEnd(certificate, RENEWAL_LEAD_DAYS);
}

/** When ACM next says that the end of an issued certificate is near. */
export function noticeAt(certificate: Certificate): string | undefined {
  return certificate.noticeAt ?? daysBeforeEnd(certificate, NOTICE_DAYS);
}

function daysBeforeEnd({ notAfter }: Certificate, days: number): string | undefined {
  return notAfter && new Date(Date.parse(notAfter) - days * DAY_MS).toISOString();
}

/** Does a person's approval count for it now? */
export function awaitsApproval({ status, method, renewal }: Certificate): boolean {
  if (status === 'PENDING_VALIDATION') return true;
  return status === 'ISSUED' && method === 'EMAIL' && renewal?.status === 'PENDING_VALIDATION';
}

/** How long what is issued at that instant is valid, in days. ACM's own 198 now; later the Baseline Requirements' caps (6.3.2). */
const VALIDITY_DAYS = [
  { from: '2029-03-15', days: 47 },
  { from: '2027-03-15', days: 100 },
  { from: '2026-02-18', days: 198 },
];

/** ACM's own validity before 2026-02-18. */
const EARLIER_VALIDITY_DAYS = 395;

const DAY_MS = 86_400_000;

/** Whole days: from the midnight (UTC) before the issuance to the last second of the last day, both included (RFC 5280, 4.1.2.5). */
export function validity(issuedAt: Date): { notBefore: Date; notAfter: Date; days: number } {
  const today = issuedAt.toISOString().slice(0, 10);
  const days = VALIDITY_DAYS.find((row) => row.from <= today)?.days ?? EARLIER_VALIDITY_DAYS;
  const notBefore = new Date(`${today}T00:00:00Z`);
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * DAY_MS - 1000), days };
}

/** DescribeCertificate's answer. */
export function describe(certificate: Certificate, inUseBy: string[], material?: Material): CertificateDetail {
  const { arn, names, commonName, status, failureReason, contactsAt, renewal } = certificate;
  return {
    CertificateArn: arn,
    DomainName: commonName,
    SubjectAlternativeNames: names.map((one) => one.name),
    // The whole list is empty until ACM has worked out whom to ask.
    DomainValidationOptions: contactsAt ? [] : names.map((one) => describeName(one, certificate.method)),
    Subject: `CN=${commonName}`,
    Issuer: 'Amazon',
    Status: status,
    ...(failureReason && { FailureReason: failureReason }),
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: certificate.keyAlgorithm,
    SignatureAlgorithm: SIGNATURE[certificate.keyAlgorithm],
    InUseBy: inUseBy,
    RenewalEligibility: status === 'ISSUED' && inUseBy.length > 0 ? 'ELIGIBLE' : 'INELIGIBLE',
    Options: { CertificateTransparencyLoggingPreference: 'ENABLED', Export: 'DISABLED' },
    CertificateKeyPairOrigin: 'AWS_MANAGED',
    ...updateSummary(certificate),
    ...(renewal && {
      RenewalSummary: {
        RenewalStatus: renewal.status,
        ...(renewal.reason && { RenewalStatusReason: renewal.reason }),
        DomainValidationOptions: renewal.names.map((one) => describeName(one, certificate.method)),
        UpdatedAt: new Date(renewal.updatedAt),
      },
    }),
    ...dates(certificate),
    ...(material && {
      Serial: material.serial.match(/../g)?.join(':') ?? material.serial,
      KeyUsages: [{ Name: 'DIGITAL_SIGNATURE' }, { Name: 'KEY_ENCIPHERMENT' }],
      ExtendedKeyUsages: [{ Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' }],
    }),
  };
}

const SIGNATURE: Partial<Record<KeyAlgorithm, string>> = {
  RSA_2048: 'SHA256WITHRSA',
  EC_prime256v1: 'SHA256WITHECDSA',
  EC_secp384r1: 'SHA384WITHECDSA',
};

function describeName(one: CertificateName, method: Certificate['method']): DomainValidation {
  return {
    DomainName: one.name,
    ValidationDomain: one.validationDomain,
    ValidationStatus: one.status,
    ValidationMethod: method,
    ...(one.emails && { ValidationEmails: one.emails }),
    ...(one.record && {
      ResourceRecord: { Name: `${one.record.name}.`, Type: 'CNAME', Value: `${one.record.value}.` },
    }),
  };
}

function dates({ createdAt, issuedAt, notBefore, notAfter }: Certificate) {
  return {
    CreatedAt: new Date(createdAt),
    ...(issuedAt && { IssuedAt: new Date(issuedAt) }),
    ...(notBefore && { NotBefore: new Date(notBefore) }),
    ...(notAfter && { NotAfter: new Date(notAfter) }),
  };
}

/** Source: API_CertificateSummary.html, names shown in a listing. */
const MOST_NAMES_LISTED = 100;

/** One row of ListCertificates. */
export function summarise(certificate: Certificate, inUse: boolean): CertificateSummary {
  const names = certificate.names.map((one) => one.name);
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.commonName,
    SubjectAlternativeNameSummaries: names.slice(0, MOST_NAMES_LISTED),
    HasAdditionalSubjectAlternativeNames: names.length > MOST_NAMES_LISTED,
    Status: certificate.status,
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: certificate.keyAlgorithm,
    ExportOption: 'DISABLED',
    InUse: inUse,
    RenewalEligibility: certificate.status === 'ISSUED' && inUse ? 'ELIGIBLE' : 'INELIGIBLE',
    ...dates(certificate),
  };
}
