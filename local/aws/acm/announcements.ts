/**
 * What ACM says on the bus. Sources: eventbridge/latest/ref/events-ref-acm.html and acm/latest/userguide/supported-events.html.
 * A failed request, a time-out, a single approval or the mails of a renewal are announced by no event.
 */
import type { World } from '../../world.ts';
import { type Certificate, noticeAt } from './certificates.ts';

const DAY_MS = 86_400_000;

/** Days before the end at which a renewal that waits for people is called out, for public certificates. */
const ACTION_DAYS = [30, 15, 3, 1];

export function announceIssued(
  world: World,
  certificate: Certificate,
  action: 'ISSUANCE' | 'RENEWAL',
  inUse: boolean,
): void {
  announce(world, certificate, 'ACM Certificate Available', {
    Action: action,
    ...about(certificate),
    CertificateCreatedDate: certificate.createdAt,
    DaysToExpiry: daysOf(certificate),
    InUse: inUse,
  });
}

/** The daily word that the end is near; answers when it comes next. */
export function announceNearEnd(
  world: World,
  certificate: Certificate,
  { isInUse }: { isInUse: (arn: string) => boolean },
): string {
  const { notAfter = '', renewal, arn } = certificate;
  const due = Date.parse(noticeAt(certificate) ?? notAfter);
  const days = Math.round((Date.parse(notAfter) - due) / DAY_MS);
  const { CertificateExpirationDate: _1, DomainValidationMethod: _2, Exported: _3, ...near } = about(certificate);
  announce(world, certificate, 'ACM Certificate Approaching Expiration', { ...near, DaysToExpiry: days });
  if (renewal?.status === 'PENDING_VALIDATION' && ACTION_DAYS.includes(days))
    announce(world, certificate, 'ACM Certificate Renewal Action Required', {
      ...about(certificate),
      RenewalStatusReason: renewal.reason ?? 'PENDING_DOMAIN_VALIDATION',
      DaysToExpiry: days,
      InUse: isInUse(arn),
    });
  return new Date(due + DAY_MS).toISOString();
}

export function announceExpired(world: World, certificate: Certificate, inUse: boolean): void {
  announce(world, certificate, 'ACM Certificate Expired', {
    ...about(certificate),
    CertificateCreatedDate: certificate.createdAt,
    InUse: inUse,
  });
}

function announce(world: World, { arn, account }: Certificate, detailType: string, detail: object): void {
  world.emit({ source: 'aws.acm', detailType, account, resources: [arn], detail: { ...detail } });
}

/** What every event tells of the certificate. */
function about(certificate: Certificate) {
  return {
    CertificateType: 'AMAZON_ISSUED',
    CommonName: certificate.commonName,
    FirstSubjectAlternativeName: certificate.commonName,
    ValidityInDays: daysOf(certificate),
    CertificateKeyPairOrigin: 'AWS_MANAGED',
    DomainValidationMethod: certificate.method,
    CertificateExpirationDate: certificate.notAfter,
    Exported: false,
  };
}

/** Both days included: from midnight to the last second of the last day. */
function daysOf({ notBefore = '', notAfter = '' }: Certificate): number {
  return Math.round((Date.parse(notAfter) + 1000 - Date.parse(notBefore)) / DAY_MS);
}
