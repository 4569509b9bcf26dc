/**
 * The catalogue of known failures: one row a code, and the one error class that carries it. `error.name` is the code, so that
 * Step Functions retries by name and the API edge finds the row. Outcomes that are not failures are return values, never thrown.
 */
import type { Facts } from './condition.ts';
import { fill } from './text.ts';

type Row = {
  /** Gigya response code of the RPC dialect; its first three digits are the HTTP status. Source: the vendor's error code list. */
  errorCode: number;
  http: number;
  /** Worth trying again unchanged: Step Functions does (a wiring test compares), a client may. */
  retry: boolean;
  owner: 'customer' | 'dependency' | 'us';
  publicText: string;
  remedy: string;
};

const TRY_AGAIN =
  'Send the call again in a minute. Requests that are on their way need nothing: we try again by ourselves.';
const TOLD = 'Nothing for you to do: our on-call has been told, and';

export const ERRORS = {
  // What a caller did wrong
  InvalidParameter: {
    errorCode: 400006,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'The request is not valid: {problems}',
    remedy: 'Correct the named fields and send it again.',
  },
  BodyTooLarge: {
    errorCode: 413001,
    http: 413,
    retry: false,
    owner: 'customer',
    publicText: 'The request body is larger than {limit} bytes.',
    remedy: 'Send less at once.',
  },
  MalformedBody: {
    errorCode: 400003,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'The request body is not JSON: {problem}',
    remedy: 'Send a JSON object with Content-Type: application/json.',
  },
  SecretOverHttp: {
    errorCode: 403006,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'Secrets are accepted over HTTPS only.',
    remedy: 'Use the https:// address. Treat the secret just sent as disclosed: rotate it.',
  },
  OperationUnknown: {
    errorCode: 404000,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'There is no {method} {path}.',
    remedy: 'See GET /openapi.json for the operations.',
  },
  PostOnly: {
    errorCode: 405001,
    http: 405,
    retry: false,
    owner: 'customer',
    publicText: '{operation} is called by POST, not by {method}.',
    remedy: 'Send a POST with form parameters.',
  },
  KeyReused: {
    errorCode: 422001,
    http: 422,
    retry: false,
    owner: 'customer',
    publicText: 'This Idempotency-Key was used for another call.',
    remedy: 'Use a new key for every call; the same one only to send the same call again.',
  },
  CallRunning: {
    errorCode: 409030,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'The call with this Idempotency-Key is still being answered.',
    remedy: 'Send it again in a few seconds.',
  },
  SiteUnknown: {
    errorCode: 404001,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'There is no site {siteId}.',
    remedy: 'Register it first, or check the site id.',
  },
  RequestUnknown: {
    errorCode: 404002,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'There is no certificate request {requestId} of site {siteId}.',
    remedy: 'List the requests of the site to find its id.',
  },
  WebhookNotSet: {
    errorCode: 409040,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Site {siteId} has no webhook {what}.',
    remedy: '{how}.',
  },
  DeliveryUnknown: {
    errorCode: 404040,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'There is no delivery {deliveryId} to the webhook of site {siteId}.',
    remedy: 'List the deliveries of the site: those that are over are kept for 30 days.',
  },
  NothingToShare: {
    errorCode: 409041,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Request {requestId} waits for nothing that somebody outside could do.',
    remedy: 'Look at the request: it says who must act.',
  },
  InstructionsUnknown: {
    errorCode: 404041,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'This link leads nowhere, or has ended.',
    remedy: 'Ask whoever sent it to you for a new one.',
  },
  DataCenterUnsupported: {
    errorCode: 400011,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'Certificate provisioning is only available in the data centers us1, eu1 and au1, not in {dataCenter}.',
    remedy: 'Use a site of one of these data centers.',
  },
  SiteChanged: {
    errorCode: 409001,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Site {siteId} exists with another {field}, which cannot be changed.',
    remedy: 'Register a new site id.',
  },
  SiteIdTaken: {
    errorCode: 409023,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'The site id {siteId} is taken.',
    remedy: 'Choose another one: site ids are never used again.',
  },
  SiteRetiring: {
    errorCode: 409047,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Site {siteId} is being retired.',
    remedy: 'Keep the site (sites.keep) if it is to go on; that works until its names are taken away.',
  },
  SiteRetired: {
    errorCode: 409042,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Site {siteId} is retired: its names, certificates and distribution are gone or going.',
    remedy: 'Register another site, with a site id and an API key of its own: neither is ever used again.',
  },
  OrphanUnknown: {
    errorCode: 404012,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'No {kind} {id} is left behind.',
    remedy: 'List the orphans: it may be gone, or belong to somebody again.',
  },
  OrphanInDoubt: {
    errorCode: 409044,
    http: 409,
    retry: false,
    owner: 'us',
    publicText: 'The {kind} {id} is not deleted by this operation. {why}',
    remedy: 'Look at it as the runbook orphans says, and delete it by hand if it serves nobody.',
  },
  NotRetiring: {
    errorCode: 409043,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Site {siteId} is not being retired.',
    remedy: 'There is nothing to withdraw.',
  },
  StillDeploying: {
    errorCode: 503009,
    http: 503,
    retry: true,
    owner: 'dependency',
    publicText: 'CloudFront has not deployed the last change yet.',
    remedy: 'Nothing to do: we try again.',
  },
  ApiKeyTaken: {
    errorCode: 409024,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'The API key {apiKey} belongs to another site.',
    remedy: "Use the site's own API key: they are never used again.",
  },
  NoEligibleDomains: {
    errorCode: 400007,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'Site {siteId} has no trusted domain that can get a certificate.',
    remedy: 'Add at least one trusted site URL with a public domain name.',
  },
  PreflightFailed: {
    errorCode: 409002,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: '{count} of {total} names are not ready. Nothing was started.',
    remedy:
      'Correct what the findings name and generate again, or generate with onFindings=wait to start by itself when all is right.',
  },
  QuotaTooSmall: {
    errorCode: 409010,
    http: 409,
    retry: false,
    owner: 'us',
    publicText: 'This needs {wanted} of "{quota}"; our AWS account may have {limit} (quota {code} in {region}).',
    remedy:
      'Tell us: our on-call asks AWS for at least {wanted} (Service Quotas, {region}). Generate again when they are granted, or now with fewer trusted site URLs.',
  },
  RequestRunning: {
    errorCode: 409003,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Request {requestId} of this site is still running.',
    remedy: 'Wait for it, or cancel it: that works at any time, also where it has stood still for long.',
  },
  OffAirWithoutConsent: {
    errorCode: 409015,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'These names serve now and would go off the air: {names}. Nothing was started.',
    remedy:
      'If that is meant, send it again and name each of them in offAir (on the command line --off-air). Else keep their domains among the trusted site URLs, and leave none of them out.',
  },
  WithoutUnclear: {
    errorCode: 409016,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'It is not clear which names of request {requestId} to leave out: {why}. {blocking}',
    remedy: 'Name in without at least one name of the request, and not all of them.',
  },
  NotContinuable: {
    errorCode: 409017,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Request {requestId} cannot go on without names: {why}.',
    remedy: 'Only a request that is on its way can. Otherwise generate again, with the names to leave out in without.',
  },
  EmailValidationEnded: {
    errorCode: 400010,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'AWS takes no new certificates by e-mail validation after {lastDay}. Nothing was started.',
    remedy: 'Use the method DNS, which is the default: each name is validated by a CNAME that is added once.',
  },
  ValidatedByDns: {
    errorCode: 409008,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Request {requestId} is validated by DNS; there are no approval mails to send.',
    remedy: 'Add the validation records that the request shows; "check again" looks at them at once.',
  },
  NothingToResend: {
    errorCode: 409004,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'No approval mail can be sent for {alias}: {why}.',
    remedy: 'Only names that wait for approval get mails.',
  },
  ResentRecently: {
    errorCode: 429001,
    http: 429,
    retry: false,
    owner: 'customer',
    publicText: 'The approval mail for {alias} was sent again less than 10 minutes ago.',
    remedy: 'Wait until {until}, and look in the spam folder.',
  },
  NotReady: {
    errorCode: 409005,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Prefix {prefix} cannot be saved yet: {why}.',
    remedy: 'Save it when the certificate serves every alias.',
  },
  PrefixNotSet: {
    errorCode: 409006,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Site {siteId} has no active prefix.',
    remedy: 'Nothing to clear.',
  },
  NotCancelable: {
    errorCode: 409007,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Request {requestId} cannot be canceled: {why}.',
    remedy: 'Only a request that is on its way can be canceled.',
  },
  NotMigratable: {
    errorCode: 409050,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Request {requestId} cannot be migrated to DNS validation: {why}.',
    remedy: 'What serves by a certificate that was validated by e-mail can be migrated, once at a time.',
  },
  NothingHeld: {
    errorCode: 409011,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Nobody holds a name of request {requestId} that AWS could be asked to hand over.',
    remedy: 'Do what the findings of the names say; "check again" looks at once.',
  },
  NotAwaitingRelease: {
    errorCode: 409012,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Request {requestId} does not wait for names to be released: {why}.',
    remedy: 'Only while a request waits for the release of held names can AWS be asked to hand them over.',
  },
  TicketUnknown: {
    errorCode: 404003,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'There is no ticket {ticketId}.',
    remedy: 'List the tickets to find its id.',
  },
  TicketClosed: {
    errorCode: 409013,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Ticket {ticketId} is closed ({outcome}).',
    remedy: 'Nothing to do: its ownership move has ended.',
  },
  TicketOfRenewal: {
    errorCode: 409014,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'Ticket {ticketId} is of the renewal of request {requestId} of site {siteId}.',
    remedy: 'Look at the request; the ticket closes itself when the renewal ends.',
  },

  // Who calls, and whether it may
  RequestUnreadable: {
    errorCode: 400001,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'The call cannot be read: {problem}.',
    remedy: 'Correct it as the documentation of the API shows, and send it again.',
  },
  MissingParameter: {
    errorCode: 400002,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'The call lacks {parameters}.',
    remedy: 'Add what is missing and send it again.',
  },
  ApiKeyUnknown: {
    errorCode: 400093,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'There is no site with the API key {apiKey}.',
    remedy: "Check the API key: the site's page shows it.",
  },
  SignatureExpired: {
    errorCode: 400128,
    http: 400,
    retry: false,
    owner: 'customer',
    publicText: 'The UID was signed more than 180 seconds ago, or its time lies in the future.',
    remedy: 'Let the server that signs take the present time, in Unix seconds, and hand the UID over at once.',
  },
  ForeignOrigin: {
    errorCode: 403000,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'This call came from another page than the console.',
    remedy: 'Open the console and do it there. Programs use an application instead.',
  },
  RequestExpired: {
    errorCode: 403002,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'The timestamp of the call is more than two minutes away from our clock.',
    remedy: 'Take the present time in Unix seconds, by the Date header of this answer, and sign the call anew.',
  },
  WrongSignature: {
    errorCode: 403003,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'The signature is not right for this call and its key.',
    remedy: 'Check the secret, the address that was signed, and that every parameter was signed as it was sent.',
  },
  Replayed: {
    errorCode: 403004,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'This signature was used before.',
    remedy: 'Sign every call anew, with a nonce of its own.',
  },
  NotAMember: {
    errorCode: 403005,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'You are not a member here, or no longer.',
    remedy: 'Ask an administrator of your company to add you as a member.',
  },
  PermissionDenied: {
    errorCode: 403007,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: '{who} may not do {operation}: {why}.',
    remedy: 'Use an application or a role that may, or ask an administrator.',
  },
  WrongSecret: {
    errorCode: 403010,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'The user key or the secret is not right.',
    remedy: 'Check both. A secret is shown once, when it is made; if it is lost, rotate it.',
  },
  SessionEnded: {
    errorCode: 403011,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'Your session has ended.',
    remedy: 'Sign in again.',
  },
  SessionInvalid: {
    errorCode: 403012,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'This is no session of ours.',
    remedy: 'Sign in again.',
  },
  NotSignedIn: {
    errorCode: 403035,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'The call does not say who makes it.',
    remedy:
      'Sign in to the console, or send the user key and secret of an application: Authorization: Basic, over HTTPS.',
  },
  TooManyCalls: {
    errorCode: 403048,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'More than {limit} calls in one minute.',
    remedy: 'Go on at {until}, and spread the calls.',
  },
  LockedOut: {
    errorCode: 403120,
    http: 403,
    retry: false,
    owner: 'customer',
    publicText: 'Too many wrong attempts: no more are looked at until {until}.',
    remedy: 'Wait until then. If these attempts were not yours, tell us.',
  },
  ApplicationUnknown: {
    errorCode: 404010,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'There is no application {userKey}.',
    remedy: 'List the applications to find its key.',
  },
  MemberUnknown: {
    errorCode: 404011,
    http: 404,
    retry: false,
    owner: 'customer',
    publicText: 'There is no member {UID}.',
    remedy: 'List the members to find the UID.',
  },
  OwnApplication: {
    errorCode: 409020,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'An application cannot delete itself.',
    remedy: 'Use another application, or sign in to the console.',
  },
  SigningKeyExists: {
    errorCode: 409021,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: '{owner} has a signing secret already: {userKey}.',
    remedy: 'Rotate it if it is lost or known to others.',
  },
  AlreadyBootstrapped: {
    errorCode: 409022,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: 'The first application was made already, at {at}: {userKey}.',
    remedy: 'Use it to make others. If its secret is lost, rotate it with another application or as a platform member.',
  },

  // What the world refuses for now
  AwsThrottled: {
    errorCode: 503001,
    http: 503,
    retry: true,
    owner: 'dependency',
    publicText: 'AWS asks us to slow down.',
    remedy: TRY_AGAIN,
  },
  AwsUnavailable: {
    errorCode: 503002,
    http: 503,
    retry: true,
    owner: 'dependency',
    publicText: 'An AWS service does not answer.',
    remedy: TRY_AGAIN,
  },
  ChangedMeanwhile: {
    errorCode: 503003,
    http: 503,
    retry: true,
    owner: 'dependency',
    publicText: 'Something else changed the same resource at the same moment.',
    remedy: TRY_AGAIN,
  },
  WriterBusy: {
    errorCode: 503004,
    http: 503,
    retry: true,
    owner: 'us',
    publicText: 'Another change is being written.',
    remedy: TRY_AGAIN,
  },
  CertificateNotVisible: {
    errorCode: 503005,
    http: 503,
    retry: true,
    owner: 'dependency',
    publicText: 'CloudFront does not see the new certificate yet.',
    remedy: TRY_AGAIN,
  },
  AliasNotServing: {
    errorCode: 503006,
    http: 503,
    retry: true,
    owner: 'dependency',
    publicText: '{aliases} does not serve the certificate yet: {found}.',
    remedy: TRY_AGAIN,
  },

  AliasMisled: {
    errorCode: 409060,
    http: 409,
    retry: false,
    owner: 'customer',
    publicText: '{aliases} does not serve, because its DNS does not lead here: {found}.',
    remedy: 'Put the record right as the findings of the name say; we look again by ourselves.',
  },

  // What only we can mend: the execution fails here, on-call mends, redrives
  DistributionQuotaExceeded: {
    errorCode: 503007,
    http: 503,
    retry: false,
    owner: 'us',
    publicText: 'There is no room for another CloudFront distribution.',
    remedy: `${TOLD} your request goes on when there is room.`,
  },
  CertificateQuotaExceeded: {
    errorCode: 503008,
    http: 503,
    retry: false,
    owner: 'us',
    publicText: 'AWS allows no more certificates for now: {found}',
    remedy: `${TOLD} your request goes on when the quota is raised.`,
  },
  AwsRefused: {
    errorCode: 500002,
    http: 500,
    retry: false,
    owner: 'us',
    publicText: 'AWS refused a call that should have worked.',
    remedy: `${TOLD} your request goes on when it is put right.`,
  },
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof ERRORS;

/** The text of a bug at the edge: fixed, so that no detail leaks. Code 500001 is Gigya's "General Server Error". */
export const UNKNOWN_ERROR = {
  errorCode: 500001,
  http: 500,
  publicText: 'Something went wrong on our side.',
  remedy: 'Try again; if it stays so, tell us the call id.',
} as const;

/** One problem of one field, by its path in the request: `trustedSiteUrls[2]`. */
export interface FieldProblem {
  field: string;
  problem: string;
}

export class ServiceError extends Error {
  override readonly name: ErrorCode;
  readonly facts: Facts;
  /** Field problems or findings, for the edge to show as they are. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    facts: Facts = {},
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(fill(ERRORS[code].publicText, facts), options.cause === undefined ? {} : { cause: options.cause });
    this.name = code;
    this.facts = facts;
    this.details = options.details ?? {};
  }

  get remedy(): string {
    return fill(ERRORS[this.name].remedy, this.facts);
  }
}
