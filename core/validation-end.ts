/**
 * How a certificate ends at ACM without being issued, as an ending of its request: the reason by ACM's word, the names that
 * ACM or our own second look holds responsible, and what each name's `approval` says from then on.
 */
import { type Facts, type Finding, isTrue } from './condition.ts';
import { type CertificateRequest, type EndReason, validationDomainsOf } from './request.ts';
import { few } from './text.ts';

/** ACM's FailureReason (API_CertificateDetail.html). Those of private authorities, and any to come, are ValidationFailed. */
export const FAILURE_REASONS: Readonly<Record<string, EndReason>> = {
  NO_AVAILABLE_CONTACTS: 'NoAvailableContacts',
  ADDITIONAL_VERIFICATION_REQUIRED: 'AdditionalVerificationRequired',
  DOMAIN_NOT_ALLOWED: 'DomainNotAllowed',
  INVALID_PUBLIC_DOMAIN: 'InvalidPublicDomain',
  DOMAIN_VALIDATION_DENIED: 'DomainValidationDenied',
  CAA_ERROR: 'CaaError',
  OTHER: 'OtherFailure',
};

export interface Ending {
  reason: EndReason;
  facts: Facts;
}

/** What ACM says of the certificate at its end. */
export interface Outcome {
  /** ACM's FailureReason, or the status that it gives none with. */
  word: string;
  /** Names that ACM had validated. */
  validated: readonly string[];
}

/** `seen`: the findings of our own second look at what ACM complains about; none for other complaints. */
export function failedEnding(request: CertificateRequest, { word, validated }: Outcome, seen: Findings): Ending {
  const reason = FAILURE_REASONS[word] ?? 'ValidationFailed';
  const open = request.aliases.filter((alias) => !validated.includes(alias));
  const wrong = request.aliases.filter((alias) => isWrong(request, seen[alias]));
  switch (reason) {
    case 'CaaError':
      return { reason, facts: caaFacts(wrong, seen) };
    case 'NoAvailableContacts':
      return { reason, facts: contactFacts(request, wrong) };
    case 'DomainValidationDenied':
      return { reason, facts: { names: few(open), domains: few(validationDomainsOf(request, open)) } };
    case 'ValidationFailed':
      return { reason, facts: { found: word } };
    default:
      return { reason, facts: { names: oneOf(open.length > 0 ? open : request.aliases) } };
  }
}

/** ACM timed out, or still says nothing long after it should have. */
export function timedOutEnding(request: CertificateRequest, validated: readonly string[]): Ending {
  const open = request.aliases.filter((alias) => !validated.includes(alias));
  if (open.length === 0) return { reason: 'IssuanceTimedOut', facts: {} };
  if (request.method === 'DNS') return { reason: 'RecordsTimedOut', facts: { names: few(open) } };
  return {
    reason: 'ValidationTimedOut',
    facts: { names: few(open), domains: few(validationDomainsOf(request, open)) },
  };
}

/** What the `approval` of a name says that was not validated when the request ended so; undefined leaves it as it is. */
export function approvalAtEnd(request: CertificateRequest, alias: string, { reason }: Ending): Finding | undefined {
  if (reason === 'RecordsTimedOut') return undefined; // it shows the record, which is the cure
  const { validationDomain = alias, until = '' } = request.conditions[alias]?.approval?.facts ?? {};
  if (reason === 'ValidationTimedOut' && until !== '')
    return { reason: 'ApprovalTimedOut', facts: { alias, validationDomain, until } };
  if (reason === 'DomainValidationDenied') return { reason: 'ApprovalDenied', facts: { alias } };
  return { reason: 'ApprovalFailed', facts: { alias } };
}

type Findings = Readonly<Record<string, Finding>>;

/** Not as it was when the certificate was requested: then every name had its CAA and its mail route right. */
function isWrong(request: CertificateRequest, finding: Finding | undefined): boolean {
  if (!finding) return false;
  const before = request.conditions[finding.facts.alias ?? '']?.mail?.facts.validationDomain;
  const moved = finding.reason === 'MailRouteFound' && finding.facts.validationDomain !== before;
  return moved || !isTrue(finding);
}

function caaFacts(wrong: readonly string[], seen: Findings): Facts {
  const found = wrong.map((alias) => seen[alias]?.facts.found ?? '');
  const at = new Set(wrong.map((alias) => seen[alias]?.facts.at).filter((name) => name !== undefined));
  return {
    at: at.size > 0 ? few([...at]) : 'the domain that has CAA records',
    found:
      wrong.length > 0
        ? `We see ${few([...new Set(found)])}, which concerns ${few(wrong)}.`
        : 'We see no such record now: it may have been changed since.',
  };
}

function contactFacts(request: CertificateRequest, wrong: readonly string[]): Facts {
  const domains = few(validationDomainsOf(request, wrong.length > 0 ? wrong : request.aliases));
  return {
    domains,
    found:
      wrong.length > 0
        ? `We see none for ${domains}, which concerns ${few(wrong)}.`
        : 'We see one for every domain now: it may have been added since.',
  };
}

/** ACM often does not say which of the names it means. */
function oneOf(names: readonly string[]): string {
  return names.length === 1 ? few(names) : `one or more of ${few(names)}`;
}
