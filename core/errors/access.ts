/** Who calls, and whether it may. */
import type { Failure } from '../errors.ts';

export const ACCESS_ERRORS = {
  RequestUnreadable: {
    errorCode: 400001,
    retry: false,
    publicText: 'The call cannot be read: {problem}.',
    remedy: 'Correct it as the documentation of the API shows, and send it again.',
  },
  MissingParameter: {
    errorCode: 400002,
    retry: false,
    publicText: 'The call lacks {parameters}.',
    remedy: 'Add what is missing and send it again.',
  },
  ApiKeyUnknown: {
    errorCode: 400093,
    retry: false,
    publicText: 'There is no site with the API key {apiKey}.',
    remedy: "Check the API key: the site's page shows it.",
  },
  SignatureExpired: {
    errorCode: 400128,
    retry: false,
    publicText: 'The UID was signed more than 180 seconds ago, or its time lies in the future.',
    remedy: 'Let the server that signs take the present time, in Unix seconds, and hand the UID over at once.',
  },
  ForeignOrigin: {
    errorCode: 403000,
    retry: false,
    publicText: 'This call came from another page than the console.',
    remedy: 'Open the console and do it there. Programs use an application instead.',
  },
  RequestExpired: {
    errorCode: 403002,
    retry: false,
    publicText: 'The timestamp of the call is more than two minutes away from our clock.',
    remedy: 'Take the present time in Unix seconds, by the Date header of this answer, and sign the call anew.',
  },
  WrongSignature: {
    errorCode: 403003,
    retry: false,
    publicText: 'The signature is not right for this call and its key.',
    remedy: 'Check the secret, the address that was signed, and that every parameter was signed as it was sent.',
  },
  Replayed: {
    errorCode: 403004,
    retry: false,
    publicText: 'This signature was used before.',
    remedy: 'Sign every call anew, with a nonce of its own.',
  },
  NotAMember: {
    errorCode: 403005,
    retry: false,
    publicText: 'You are not a member here, or no longer.',
    remedy: 'Ask an administrator of your company to add you as a member.',
  },
  PermissionDenied: {
    errorCode: 403007,
    retry: false,
    publicText: '{who} may not do {operation}: {why}.',
    remedy: 'Use an application or a role that may, or ask an administrator.',
  },
  WrongSecret: {
    errorCode: 403010,
    retry: false,
    publicText: 'The user key or the secret is not right.',
    remedy: 'Check both. A secret is shown once, when it is made; if it is lost, rotate it.',
  },
  SessionEnded: {
    errorCode: 403011,
    retry: false,
    publicText: 'Your session has ended.',
    remedy: 'Sign in again.',
  },
  SessionInvalid: {
    errorCode: 403012,
    retry: false,
    publicText: 'This is no session of ours.',
    remedy: 'Sign in again.',
  },
  NotSignedIn: {
    errorCode: 403035,
    retry: false,
    publicText: 'The call does not say who makes it.',
    remedy:
      'Sign in to the console, or send the user key and secret of an application: Authorization: Basic, over HTTPS.',
  },
  TooManyCalls: {
    errorCode: 403048,
    http: 429, // RFC 6585 section 4
    retry: false,
    publicText: 'More than {limit} calls in one minute.',
    remedy: 'Go on at {until}, and spread the calls. What asks the DNS counts as several.',
  },
  LockedOut: {
    errorCode: 403120,
    retry: false,
    publicText: 'Too many wrong attempts: no more are looked at until {until}.',
    remedy: 'Wait until then. If these attempts were not yours, tell us.',
  },
  ApplicationUnknown: {
    errorCode: 404010,
    retry: false,
    publicText: 'There is no application {userKey}.',
    remedy: 'List the applications to find its key.',
  },
  MemberUnknown: {
    errorCode: 404011,
    retry: false,
    publicText: 'There is no member {UID}.',
    remedy: 'List the members to find the UID.',
  },
  OwnApplication: {
    errorCode: 409020,
    retry: false,
    publicText: 'An application cannot delete itself.',
    remedy: 'Use another application, or sign in to the console.',
  },
  SigningKeyExists: {
    errorCode: 409021,
    retry: false,
    publicText: '{owner} has a signing secret already: {userKey}.',
    remedy: 'Rotate it if it is lost or known to others.',
  },
  AlreadyBootstrapped: {
    errorCode: 409022,
    retry: false,
    publicText: 'The first application was made already, at {at}: {userKey}.',
    remedy: 'Use it to make others. If its secret is lost, rotate it with another application or as a platform member.',
  },
} as const satisfies Record<string, Failure>;
