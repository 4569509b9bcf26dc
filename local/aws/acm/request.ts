/**
 * What RequestCertificate accepts. Reads the input into names with their validation domains, or throws AWS's error; whether
 * the names can be validated shows only later, on the certificate.
 */
import type { KeyAlgorithm, RequestCertificateCommandInput } from '@aws-sdk/client-acm';
import { getPublicSuffix } from 'tldts';
import { awsError } from '../service.ts';
import type { Certificate, CertificateName } from './certificates.ts';

export type Draft = Pick<Certificate, 'commonName' | 'names' | 'method' | 'keyAlgorithm' | 'tags'>;

/** Source: API_RequestCertificate.html, pattern of DomainName. */
const NAME = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;
/** Octets of a whole name (RFC 1035, 2.3.4, as text). */
const LONGEST_NAME = 253;
/** Octets of a common name (RFC 5280, upper bound ub-common-name). */
const LONGEST_COMMON_NAME = 64;
/** Source: acm/latest/userguide/troubleshooting-cert-requests.html. */
const AMAZONS_OWN = ['amazonaws.com', 'cloudfront.net', 'elasticbeanstalk.com'];
/** What can be requested; ACM's other algorithms are for imported certificates. */
const REQUESTABLE: readonly KeyAlgorithm[] = ['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'];
const MOST_TAGS = 50;
/**
 * The first instant at which ACM takes no new e-mail validated requests: it stops on 2027-03-31 (AWS What's New, 2026-08-13).
 * Hour and time zone are not published; we take the end of that day in UTC.
 */
const EMAIL_ENDS = new Date('2027-04-01T00:00:00Z');

/** `mostNames`: the account's quota of names per certificate. */
export function readRequest(input: RequestCertificateCommandInput, mostNames: number, now: Date): Draft {
  const commonName = readName(input.DomainName, 'domainName');
  if (commonName.length > LONGEST_COMMON_NAME)
    throw invalid(`The first domain name can be at most ${LONGEST_COMMON_NAME} characters long.`);
  const others = (input.SubjectAlternativeNames ?? []).map((name) => readName(name, 'subjectAlternativeNames'));
  const names = [...new Set([commonName, ...others])];
  if (names.length > mostNames) throw awsError('LimitExceededException', 'Certificate has too many domains.');
  const method = readMethod(input, now);
  const keyAlgorithm = input.KeyAlgorithm ?? 'RSA_2048';
  if (!REQUESTABLE.includes(keyAlgorithm)) throw invalid(`KeyAlgorithm ${keyAlgorithm} cannot be requested.`);
  const domains = readValidationDomains(input, names, method);
  return {
    commonName,
    names: names.map((name): CertificateName => {
      return { name, validationDomain: domains.get(name) ?? name, status: 'PENDING_VALIDATION' };
    }),
    method,
    keyAlgorithm,
    tags: readTags(input.Tags, {}),
  };
}

function readName(name: string | undefined, member: string): string {
  if (!name || name.length > LONGEST_NAME || !NAME.test(name))
    throw awsError(
      'ValidationException',
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME.source.slice(1, -1)}`,
    );
  const lower = name.toLowerCase();
  if (AMAZONS_OWN.some((own) => lower === own || lower.endsWith(`.${own}`)))
    throw invalid(`You cannot request a certificate for the domain name ${name}, which Amazon owns.`);
  return lower;
}

function readMethod(input: RequestCertificateCommandInput, now: Date): Certificate['method'] {
  const method = input.ValidationMethod ?? 'EMAIL';
  if (method === 'HTTP') throw invalid('HTTP validation is only available to certificates that CloudFront manages.');
  if (method === 'EMAIL' && now >= EMAIL_ENDS)
    throw invalid('Email validation is no longer available for new certificates.');
  return method;
}

function readValidationDomains(
  input: RequestCertificateCommandInput,
  names: string[],
  method: Certificate['method'],
): Map<string, string> {
  const options = input.DomainValidationOptions ?? [];
  if (options.length > 0 && method === 'DNS') throw badOption('ValidationDomain cannot be used with DNS validation.');
  return new Map(
    options.map((option, index) => {
      for (const member of ['DomainName', 'ValidationDomain'] as const)
        if (option[member] === undefined)
          throw awsError(
            'ValidationException',
            `1 validation error detected: Value null at 'domainValidationOptions.${index + 1}.member.${member[0]?.toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
          );
      const [name, domain] = [`${option.DomainName}`.toLowerCase(), `${option.ValidationDomain}`.toLowerCase()];
      if (!names.includes(name)) throw badOption(`${option.DomainName} is not a name of this certificate.`);
      return [name, checkValidationDomain(name, domain)];
    }),
  );
}

/** The name itself or a domain above it, but no public suffix. Returns it; throws AWS's error. */
export function checkValidationDomain(name: string, domain: string): string {
  const base = name.replace(/^\*\./, '');
  if (domain !== base && domain !== name && !base.endsWith(`.${domain}`))
    throw badOption(`The validation domain ${domain} is neither ${name} nor a superdomain of it.`);
  if (getPublicSuffix(domain) === domain) throw badOption(`The validation domain ${domain} is a public suffix.`);
  return domain;
}

/** Adds tags to those that are there; throws AWS's error when a key is reserved or there are too many. */
export function readTags(
  tags: { Key: string | undefined; Value?: string | undefined }[] | undefined,
  existing: Record<string, string>,
): Record<string, string> {
  const all = { ...existing };
  for (const { Key: key = '', Value: value = '' } of tags ?? []) {
    if (key === '' || key.startsWith('aws:'))
      throw awsError('InvalidTagException', `The tag key '${key}' is not valid.`);
    all[key] = value;
  }
  if (Object.keys(all).length > MOST_TAGS)
    throw awsError('TooManyTagsException', `A certificate can have at most ${MOST_TAGS} tags.`);
  return all;
}

const invalid = (message: string) => awsError('InvalidParameterException', message);
const badOption = (message: string) => awsError('InvalidDomainValidationOptionsException', message);
