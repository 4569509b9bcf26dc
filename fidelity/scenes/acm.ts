/** ACM: a certificate by e-mail from the request to the move to DNS validation, one by DNS, and every refusal that the code knows. */
import { approve } from '../../local/people.ts';
import type { Answers, Scene, Step } from '../scene.ts';

const HOUR = 3600;
const ofCertificate = ({ certificate }: Answers) => ({ CertificateArn: certificate.CertificateArn });
const NAMES = ['fidelity.www.example.com', 'fidelity.shop.example.com'];
const options = (domain: string, names: readonly string[]) =>
  names.map((DomainName) => ({ DomainName, ValidationDomain: domain }));
const byMail = (names: readonly string[], more: object = {}) => ({
  DomainName: names[0],
  ...(names.length > 1 && { SubjectAlternativeNames: names.slice(1) }),
  ValidationMethod: 'EMAIL',
  DomainValidationOptions: options('example.com', names),
  ...more,
});
const UNKNOWN = 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000';
const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `tag-${index}`, Value: 'x' }));

const request: Step[] = [
  {
    call: 'RequestCertificate',
    input: byMail(NAMES, { IdempotencyToken: 'token1', Tags: [{ Key: 'certificates:request', Value: 'r1' }] }),
    as: 'certificate',
  },
  { call: 'DescribeCertificate', input: ofCertificate, error: 'ResourceNotFoundException', on: 'ours' },
  { seconds: 60 },
  { call: 'DescribeCertificate', input: ofCertificate },
  { call: 'RequestCertificate', input: byMail(NAMES, { IdempotencyToken: 'token1' }) },
  { call: 'ListCertificates', input: { MaxItems: 1, SortBy: 'CREATED_AT', SortOrder: 'DESCENDING' } },
  { call: 'ListCertificates', input: { CertificateStatuses: ['PENDING_VALIDATION'], MaxItems: 1000 } },
  { call: 'ListTagsForCertificate', input: ofCertificate },
  {
    call: 'AddTagsToCertificate',
    input: (so) => ({ ...ofCertificate(so), Tags: [{ Key: 'second', Value: 'ř & <b>' }] }),
  },
  { call: 'ListTagsForCertificate', input: ofCertificate },
  { call: 'GetCertificate', input: ofCertificate, error: 'RequestInProgressException' },
  {
    call: 'UpdateCertificateOptions',
    input: (so) => ({ ...ofCertificate(so), Options: { ValidationMethod: 'DNS' } }),
    error: 'InvalidStateException',
    since: '2026-07',
  },
];

const mails: Step[] = [
  {
    call: 'ResendValidationEmail',
    input: (so) => ({ ...ofCertificate(so), Domain: NAMES[0], ValidationDomain: 'example.com' }),
  },
  {
    call: 'ResendValidationEmail',
    input: (so) => ({ ...ofCertificate(so), Domain: NAMES[0], ValidationDomain: 'example.com' }),
    error: 'ThrottlingException',
    on: 'ours',
  },
  { seconds: 2 },
  {
    call: 'ResendValidationEmail',
    input: (so) => ({ ...ofCertificate(so), Domain: 'other.example.com', ValidationDomain: 'example.com' }),
    error: 'InvalidDomainValidationOptionsException',
  },
  { act: (product) => Promise.all(NAMES.map((name) => approve(product, name))) },
  { seconds: 2 * HOUR },
  { call: 'DescribeCertificate', input: ofCertificate, on: 'ours' },
  { call: 'GetCertificate', input: ofCertificate, on: 'ours' },
  {
    call: 'ResendValidationEmail',
    input: (so) => ({ ...ofCertificate(so), Domain: NAMES[0], ValidationDomain: 'example.com' }),
    error: 'InvalidStateException',
    on: 'ours',
  },
];

const migration: Step[] = [
  {
    call: 'UpdateCertificateOptions',
    input: (so) => ({ ...ofCertificate(so), Options: { ValidationMethod: 'DNS' } }),
    on: 'ours',
    since: '2026-07',
  },
  {
    call: 'UpdateCertificateOptions',
    input: (so) => ({ ...ofCertificate(so), Options: { ValidationMethod: 'DNS' } }),
    error: 'ConflictException',
    since: '2026-07',
    on: 'ours',
  },
  { call: 'ListCertificateDomainValidations', input: ofCertificate, on: 'ours', since: '2026-07' },
  { seconds: 60 },
  {
    call: 'ListCertificateDomainValidations',
    input: (so) => ({ ...ofCertificate(so), MaxItems: 1 }),
    on: 'ours',
    since: '2026-07',
  },
  { call: 'DescribeCertificate', input: ofCertificate, on: 'ours' },
];

const byDns: Step[] = [
  {
    call: 'RequestCertificate',
    input: { DomainName: 'dns.www.example.com', ValidationMethod: 'DNS', KeyAlgorithm: 'EC_prime256v1' },
    as: 'dns',
  },
  { seconds: 60 },
  { call: 'DescribeCertificate', input: ({ dns }) => ({ CertificateArn: dns.CertificateArn }) },
  {
    call: 'RequestCertificate',
    input: byMail(['dns.www.example.com'], { ValidationMethod: 'DNS' }),
    error: 'InvalidDomainValidationOptionsException',
  },
  { call: 'DeleteCertificate', input: ({ dns }) => ({ CertificateArn: dns.CertificateArn }) },
  {
    call: 'DescribeCertificate',
    input: ({ dns }) => ({ CertificateArn: dns.CertificateArn }),
    error: 'ResourceNotFoundException',
  },
  {
    call: 'DeleteCertificate',
    input: ({ dns }) => ({ CertificateArn: dns.CertificateArn }),
    error: 'ResourceNotFoundException',
  },
];

const refusals: Step[] = [
  { call: 'DescribeCertificate', input: { CertificateArn: UNKNOWN }, error: 'ResourceNotFoundException' },
  {
    call: 'DescribeCertificate',
    input: { CertificateArn: 'arn:aws:acm:nowhere:x' },
    error: 'InvalidArnException',
    on: 'ours',
  },
  { call: 'ListTagsForCertificate', input: { CertificateArn: UNKNOWN }, error: 'ResourceNotFoundException' },
  {
    call: 'RequestCertificate',
    input: byMail(['a.example.com'], { DomainValidationOptions: options('other.com', ['a.example.com']) }),
    error: 'InvalidDomainValidationOptionsException',
  },
  {
    call: 'RequestCertificate',
    input: byMail(['a.example.com'], { DomainValidationOptions: options('com', ['a.example.com']) }),
    error: 'InvalidDomainValidationOptionsException',
  },
  {
    call: 'RequestCertificate',
    input: byMail(Array.from({ length: 11 }, (_, index) => `n${index}.example.com`)),
    error: 'LimitExceededException',
  },
  { seconds: 5 },
  { call: 'RequestCertificate', input: { DomainName: 'not_a_name' }, error: 'ValidationException' },
  {
    call: 'RequestCertificate',
    input: byMail(['a.example.com'], { Tags: [{ Key: 'aws:mine', Value: 'x' }] }),
    error: 'InvalidTagException',
  },
  {
    call: 'AddTagsToCertificate',
    input: (so) => ({ ...ofCertificate(so), Tags: tags(50) }),
    error: 'TooManyTagsException',
  },
  { call: 'RequestCertificate', input: { DomainName: 'x.cloudfront.net' }, error: 'InvalidParameterException' },
];

export const ACM: Scene = { service: 'acm', steps: [...request, ...mails, ...migration, ...byDns, ...refusals] };
