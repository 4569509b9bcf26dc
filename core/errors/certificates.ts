/** What a caller asks of a certificate request that cannot be done. */
import type { Failure } from '../errors.ts';

export const CERTIFICATES_ERRORS = {
  RequestUnknown: {
    errorCode: 404002,
    retry: false,
    publicText: 'There is no certificate request {requestId} of site {siteId}.',
    remedy: 'List the requests of the site to find its id.',
  },
  NoEligibleDomains: {
    errorCode: 400007,
    retry: false,
    publicText: 'Site {siteId} has no trusted domain that can get a certificate.',
    remedy: 'Add at least one trusted site URL with a public domain name.',
  },
  PreflightFailed: {
    errorCode: 409002,
    retry: false,
    publicText: '{count} of {total} names are not ready. Nothing was started.',
    remedy:
      'Correct what the findings name and generate again, or generate with onFindings=wait to start by itself when all is right.',
  },
  QuotaTooSmall: {
    errorCode: 409010,
    retry: false,
    owner: 'us',
    publicText: 'This needs {wanted} of "{quota}"; our AWS account may have {limit} (quota {code} in {region}).',
    remedy:
      'Tell us: our on-call asks AWS for at least {wanted} (Service Quotas, {region}). Generate again when they are granted, or now with fewer trusted site URLs.',
  },
  RequestRunning: {
    errorCode: 409003,
    retry: false,
    publicText: 'Request {requestId} of this site is still running.',
    remedy: 'Wait for it, or cancel it: that works at any time, also where it has stood still for long.',
  },
  OffAirWithoutConsent: {
    errorCode: 409015,
    retry: false,
    publicText: 'These names serve now and would go off the air: {names}. Nothing was started.',
    remedy:
      'If that is meant, send it again and name each of them in offAir (on the command line --off-air). Else keep their domains among the trusted site URLs, and leave none of them out.',
  },
  WithoutUnclear: {
    errorCode: 409016,
    retry: false,
    publicText: 'It is not clear which names of request {requestId} to leave out: {why}. {blocking}',
    remedy: 'Name in without at least one name of the request, and not all of them.',
  },
  NotContinuable: {
    errorCode: 409017,
    retry: false,
    publicText: 'Request {requestId} cannot go on without names: {why}.',
    remedy: 'Only a request that is on its way can. Otherwise generate again, with the names to leave out in without.',
  },
  EmailValidationEnded: {
    errorCode: 400010,
    retry: false,
    publicText: 'AWS takes no new certificates by e-mail validation after {lastDay}. Nothing was started.',
    remedy: 'Use the method DNS, which is the default: each name is validated by a CNAME that is added once.',
  },
  ValidatedByDns: {
    errorCode: 409008,
    retry: false,
    publicText: 'Request {requestId} is validated by DNS; there are no approval mails to send.',
    remedy: 'Add the validation records that the request shows; "check again" looks at them at once.',
  },
  NothingToResend: {
    errorCode: 409004,
    retry: false,
    publicText: 'No approval mail can be sent for {alias}: {why}.',
    remedy: 'Only names that wait for approval get mails.',
  },
  ResentRecently: {
    errorCode: 429001,
    retry: false,
    publicText: 'The approval mail for {alias} was sent again less than 10 minutes ago.',
    remedy: 'Wait until {until}, and look in the spam folder.',
  },
  RequestedTooOften: {
    errorCode: 429002,
    retry: false,
    publicText: 'This site has begun {limit} certificate requests within 24 hours: as many as it may.',
    remedy:
      'Go on at {until}, with the request that is on its way if there is one: AWS counts canceled certificates too.',
  },
  NotCancelable: {
    errorCode: 409007,
    retry: false,
    publicText: 'Request {requestId} cannot be canceled: {why}.',
    remedy: 'Only a request that is on its way can be canceled.',
  },
  NotMigratable: {
    errorCode: 409050,
    retry: false,
    publicText: 'Request {requestId} cannot be migrated to DNS validation: {why}.',
    remedy: 'What serves by a certificate that was validated by e-mail can be migrated, once at a time.',
  },
  NothingHeld: {
    errorCode: 409011,
    retry: false,
    publicText: 'Nobody holds a name of request {requestId} that AWS could be asked to hand over.',
    remedy: 'Do what the findings of the names say; "check again" looks at once.',
  },
  NotAwaitingRelease: {
    errorCode: 409012,
    retry: false,
    publicText: 'Request {requestId} does not wait for names to be released: {why}.',
    remedy: 'Only while a request waits for the release of held names can AWS be asked to hand them over.',
  },
} as const satisfies Record<string, Failure>;
