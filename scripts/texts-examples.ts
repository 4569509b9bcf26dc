/**
 * Facts for the page of texts, as they would be for one customer: site `acme`, prefix `login`. A code's own facts come before
 * those that all have in common, so that each sentence reads as in life.
 */
import type { Facts } from '../core/condition.ts';

const TARGET = 'acme.sslproxy.us1.gigya.com';

const IN_COMMON: Facts = {
  alias: 'login.shop.example.com',
  aliases: 'login.shop.example.com',
  zone: 'example.com',
  expected: TARGET,
  until: '2026-11-24T09:00:00.000Z',
  validationDomain: 'example.com',
  registrableDomain: 'example.com',
  domains: 'example.com',
  at: 'example.com',
  names: 'login.shop.example.com and login.example.net',
  evidence: 'TLS: a certificate for *.example.com; HTTP: 200 CloudFront',
  holder: 'distribution ************E2ABC of account ******334455',
  record: '_a79865eb4cd1a6ab990a45779b4e0b96.login.shop.example.com',
  value: '_424c7224e9b0146f9a8808af955727d0.acm-validations.aws',
  distribution: 'd111111abcdef8.cloudfront.net',
  notAfter: '2027-06-06T23:59:59.000Z',
  siteId: 'acme',
  ticketId: 'oi-3f9a1c2b4d5e',
  userKey: 'AKx7Qm2Rt9',
  apiKey: '3_AcmeStoresUs1',
  UID: 'ada',
  requestId: 'req-20261121-3f9a1c',
  prefix: 'login',
  lastDay: '2027-03-31',
  renewal: '2027-04-22T23:59:59.000Z',
  since: '2027-01-14T06:10:00.000Z',
};

/** The record that proves to AWS whose name it is. */
const PROOF: Facts = { record: '_login.shop.example.com', value: 'd111111abcdef8.cloudfront.net' };

/** Of what was issued in November 2026. */
const RENEWAL: Facts = {
  clicks: '5',
  dueBy: '2027-06-05T23:59:59.000Z',
  opensAt: '2027-04-22T23:59:59.000Z',
  domains: 'example.com, example.org and example.net',
};

/** By code, where the common ones are missing or would not read as in life. */
const OWN: Readonly<Record<string, Facts>> = {
  // findings
  CnameWrongTarget: { found: 'www.other-vendor.com' },
  CnameOtherSite: { found: 'globex.sslproxy.us1.gigya.com' },
  CnameTypo: { found: 'acme.sslproxy.us1.gigia.com' },
  CnameDoubledSuffix: { found: `${TARGET}.example.com` },
  CnameAtDoubledName: { found: 'login.shop.example.com.example.com' },
  AddressInsteadOfCname: { found: '192.0.2.10' },
  CnameFlattened: { found: '104.16.0.10: Cloudflare' },
  AliasIsApex: { zone: 'login.shop.example.com' },
  CnameLoop: { found: 'login.shop.example.com → a.example.com → login.shop.example.com' },
  CnameChainTooLong: { found: 'login.shop.example.com → a.example.com → …', limit: '8' },
  WildcardAnswer: { found: 'CNAME www.example.com' },
  CnameNotPropagated: { found: 'www.other-vendor.com', until: '2026-11-21T10:00:00.000Z' },
  ServersDisagree: { found: `ns1.example.net: CNAME ${TARGET}; ns2.example.net: no record` },
  DnsUnreachable: { found: 'ns1.example.net TIMEOUT, ns2.example.net TIMEOUT' },
  LameDelegation: { found: 'ns1.example.net REFUSED' },
  MailRouteMissing: { found: 'shop.example.com has no MX record and example.com refuses mail (null MX)' },
  MailRouteUnknown: { found: 'example.com MX: TIMEOUT from 1.1.1.1' },
  CaaAllows: { found: '0 issue "amazon.com"' },
  CaaForbidsRenewal: { found: '0 issue "letsencrypt.org"' },
  MailRouteGone: { found: 'no MX record' },
  ServingLost: { found: 'TLS was refused (ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE)' },
  ServingLostByDns: { found: 'login.shop.example.com has no address (NXDOMAIN)' },
  ServingLostInDns: { found: 'ns1.example.net REFUSED' },
  OrphanUnknown: { kind: 'claim', id: 'login.shop.example.com' },
  OrphanInDoubt: {
    kind: 'distribution',
    id: 'E2ABCDEXAMPLE',
    why: 'There is no site acme. But it has the names login.shop.example.com.',
  },
  CaaForbids: { found: '0 issue "letsencrypt.org"' },
  CaaCriticalUnknown: { found: '128 policy "strict"' },
  CaaUnknown: { found: 'example.com CAA: SERVFAIL from 1.1.1.1' },
  WildcardOverlap: { overlap: '*.example.com' },
  WildcardHeld: { overlap: '*.example.com' },
  HeldByAwsService: {
    holder: 'distribution ************E2ABC of account ******155257',
    service: 'AWS Amplify',
    where: 'the Amplify console of whichever AWS account of yours has the app (Hosting, Custom domains)',
  },
  HeldInOurAccount: { holder: 'distribution ************E2ABC of account ******223333' },
  ConflictHandedBack: { note: 'AWS says that the holder is an account of your agency' },
  DnsPointsElsewhere: { found: 'd222222abcdef8.cloudfront.net' },
  OwnershipTxtMissing: PROOF,
  OwnershipTxtWrong: { ...PROOF, found: '"d222222abcdef8.cloudfront.net"' },
  OwnershipTxtAtDoubledName: { ...PROOF, found: '_login.shop.example.com.example.com' },
  OwnershipTxtSpreading: PROOF,
  OwnershipTxtUnknown: { ...PROOF, found: 'ns1.example.net TIMEOUT' },
  OwnershipTxtSeen: PROOF,
  OwnershipAtSupport: { ...PROOF, refusal: 'Alias move is not allowed since the source distribution is enabled' },
  RecordWrong: { found: '_old.acm-validations.aws' },
  RecordAtDoubledName: { found: '_a79865eb4cd1a6ab990a45779b4e0b96.login.shop.example.com.example.com' },
  RecordUnknown: { found: 'ns1.example.net TIMEOUT' },
  Serves: { fingerprint: '3A:5F:…:C1' },
  DoesNotServe: { found: 'another certificate (serial 0a1b2c) is shown' },

  // endings
  RequestRefused: { found: 'The domain name login.shop.example.com is not accepted.' },
  NoAvailableContacts: { found: 'We see none for example.com, which concerns login.shop.example.com.' },
  AdditionalVerificationRequired: { names: 'one or more of login.shop.example.com and login.example.net' },
  DomainNotAllowed: { names: 'one or more of login.shop.example.com and login.example.net' },
  InvalidPublicDomain: { names: 'one or more of login.shop.example.com and login.example.net' },
  OtherFailure: { names: 'one or more of login.shop.example.com and login.example.net' },
  DomainValidationDenied: { domains: 'example.com and example.net' },
  ValidationTimedOut: { domains: 'example.com and example.net' },
  CaaError: { found: 'We see 0 issue "letsencrypt.org", which concerns login.shop.example.com.' },
  ValidationFailed: { found: 'PCA_ACCESS_DENIED' },
  SwappedBack: { names: 'login.shop.example.com', found: 'another certificate (serial 0a1b2c) is shown' },
  OwnershipGivenUp: { why: 'AWS asks for the consent of the account that holds them.' },

  // migrations
  RecordsGivenUp: { until: '2027-06-01T23:59:59.000Z', names: 'login.shop.example.com' },
  MigrationRefused: { found: 'Certificate is not eligible.' },

  // errors
  MethodNotAllowed: { path: '/certificates.list', allowed: 'POST', method: 'GET' },
  InvalidParameter: { problems: 'prefix: must be letters, digits and inner hyphens' },
  BodyTooLarge: { limit: '262144' },
  MalformedBody: { problem: 'look at line 1, column 16' },
  OperationUnknown: { method: 'GET', path: '/certificates' },
  DataCenterUnsupported: { dataCenter: 'ru1' },
  SiteChanged: { field: 'dataCenter' },
  PreconditionFailed: { why: 'was changed since you read it' },
  PreflightFailed: { count: '2', total: '5' },
  QuotaTooSmall: {
    wanted: '12',
    quota: 'Domain names per ACM certificate',
    limit: '10',
    code: 'L-FB94F0B0',
    region: 'us-east-1',
  },
  NothingToResend: { why: 'it does not wait for approval' },
  RequestedTooOften: { limit: '20', until: '2026-11-22T09:10:00.000Z' },
  ResentRecently: { until: '2026-11-21T09:10:00.000Z' },
  NotReady: { why: 'the certificate does not serve login.shop.example.com yet' },
  NotCancelable: { why: 'it is READY' },
  WithoutUnclear: { why: 'none is named', blocking: 'These block the rest: login.shop.example.com.' },
  NotContinuable: { why: 'it is READY, its certificate serves' },
  NotAwaitingRelease: { why: 'no name is kept off now' },
  WebhookNotSet: { what: 'secret', how: 'Make one, and give it to whoever runs the receiver' },
  DeliveryUnknown: { deliveryId: 'req-20261121-3f9a1c-12' },
  NotMigratable: { why: 'it is validated by DNS already' },
  TicketClosed: { outcome: 'moved' },
  RequestUnreadable: { problem: 'the parameter timestamp is given twice' },
  TooManyCalls: { limit: '1200', until: '2026-11-21T09:01:00.000Z' },
  LockedOut: { until: '2026-11-21T09:15:00.000Z' },
  MissingParameter: { parameters: 'timestamp and nonce' },
  PermissionDenied: { who: 'ada', operation: 'sites.register', why: 'it needs sites.write' },
  SigningKeyExists: { owner: 'acme-group', userKey: 'partner_acme-group' },
  AlreadyBootstrapped: { at: '2026-11-21T09:00:00.000Z' },
  AliasNotServing: { found: 'no answer' },
  AliasMisled: { found: 'the name has no address' },
  MisledByDns: { found: 'the name has no address', until: '2026-12-05T09:00:00.000Z' },
  CertificateQuotaExceeded: { found: 'the limit of 2500 certificates is reached.' },

  // standstills
  ToBeMended: { error: 'AccessDenied', since: '2026-11-21T10:00:00.000Z', until: '2026-12-05T10:00:00.000Z' },
  CannotGoOn: { error: 'AccessDenied', since: '2026-11-21T10:00:00.000Z' },
  BeginsAnew: { error: 'AccessDenied', since: '2026-11-21T10:00:00.000Z' },
  Beside: { error: 'AccessDenied' },

  // renewals
  RenewalPending: { until: '2027-06-05T23:59:59.000Z' },
  RenewalMissed: {
    why: 'nobody approved login.shop.example.com',
    how: 'with the method DNS (AWS takes no new ones by e-mail validation after 2027-03-31)',
  },
  PlannedByEmail: RENEWAL,
  PlannedByDns: RENEWAL,
  ClicksWanted: RENEWAL,
  RecordsWanted: { ...RENEWAL, names: 'login.shop.example.com' },
  Deploying: { shownBy: '2027-04-25T09:00:00.000Z' },
  Impossible: {
    opensAt: '2027-10-07T23:59:59.000Z',
    notAfter: '2027-11-21T23:59:59.000Z',
    dueBy: '2027-11-20T23:59:59.000Z',
    lastRenewals: '2027-09-30',
  },

  // warnings
  EmailRenewalEnds: {
    lastRequests: '2027-03-31',
    lastRenewals: '2027-09-30',
    renewalFrom: '2027-04-23',
    notAfter: '2027-06-06',
  },
  EmailApprovalOverSunset: { lastRequests: '2027-03-31', approvalUntil: '2027-04-01' },
};

export function factsOf(code: string): Facts {
  return { ...IN_COMMON, ...OWN[code] };
}
