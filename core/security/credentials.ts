/**
 * What a call brings to say who it is: a secret (TLS only) or a signature. The order of checks is the rule here: transport
 * first (403006, before anything is looked at), then form, then time, then the key. A nonce comes after all of them (replay.ts).
 */
import { duplicateIn, type Form, type Parameter } from './parameter.ts';
import { type Refusal, refuse } from './refusal.ts';
import { requestBaseString, type Unsignable } from './request-signature.ts';
import { isOneOf, NO_SECRET, parseSecret, type Secret, type Secrets } from './secret.ts';
import { signatureMatches } from './signature.ts';
import { isWithin, REQUEST_WINDOW, readTimestamp } from './timestamp.ts';

export interface Call {
  /** Any case. */
  method: string;
  /** What the client called, without query; see `SignableRequest`. */
  url: string;
  /** Query and body together. */
  form: Form;
  /** Of the header `Authorization`, whatever its scheme. */
  authorization?: string | undefined;
}

/** Whose secret counts: with a user key the application's, without one the partner's. */
export interface KeyOwner {
  /** The site that the call is about. */
  apiKey: string;
  userKey?: string;
}

export type Credentials = { valid: true; owner: KeyOwner } & (
  | { by: 'secret'; presented: Secret }
  | { by: 'signature'; baseString: string; signature: string; nonce: string; timestamp: number }
);

type Unreadable =
  | Unsignable
  | Refusal<
      | 'secretOverHttp'
      | 'malformedRequest'
      | 'missingParameter'
      | 'twoCredentials'
      | 'invalidTimestamp'
      | 'invalidNonce'
      | 'requestExpired'
    >;

export type Authenticated = { valid: true; owner: KeyOwner; by: 'secret' | 'signature' };

/** Of a signed call. */
const REQUIRED = ['apiKey', 'timestamp', 'nonce', 'sig'] as const;

/** In lower case: a wrongly spelled secret is as public as a right one. */
const SECRET_NAMES: ReadonlySet<string> = new Set(['secret', 'client_secret', 'clientsecret']);

/** Visible ASCII, bounded because it is stored. SDKs send 13 to 30 characters, some with `-` or `_`. */
const NONCE = /^[\x21-\x7e]{1,128}$/;

/**
 * Does the call carry a secret without TLS? Answer 403006 whatever the value, log none of it, do not redirect, and tell its
 * owner that the secret has leaked.
 */
export function isSecretOverHttp({ url, form, authorization }: Omit<Call, 'method'>): boolean {
  if (/^https:/i.test(url)) return false;
  return authorization !== undefined || form.parameters.some(([name]) => SECRET_NAMES.has(name.toLowerCase()));
}

/** What the call says of itself, checked as far as no key is needed. The window in seconds, both directions. */
export function readCredentials(call: Call, now: Date, windowSeconds = REQUEST_WINDOW): Credentials | Unreadable {
  if (isSecretOverHttp(call)) return refuse('secretOverHttp');
  const { parameters, malformed } = call.form;
  if (malformed) return refuse('malformedRequest');
  const duplicate = duplicateIn(parameters);
  if (duplicate !== undefined) return refuse('duplicateParameter', duplicate);
  const said = readKnown(parameters);
  const { apiKey, userKey, secret } = said;
  const owner = userKey === '' ? { apiKey } : { apiKey, userKey };
  if (secret === undefined) return readSignature(call, said, owner, now, windowSeconds);
  if (said.sig !== '') return refuse('twoCredentials', 'secret', 'sig');
  if (apiKey === '') return refuse('missingParameter', 'apiKey');
  const parsed = parseSecret(secret);
  // What is no secret at all goes on as one that matches nothing, so that it costs and says the same.
  return { valid: true, by: 'secret', owner, presented: parsed.valid ? parsed.secret : NO_SECRET };
}

/** The parameters that authentication reads; '' where one is absent or empty. A secret counts even if it is empty. */
interface Known {
  apiKey: string;
  userKey: string;
  secret?: string;
  sig: string;
  timestamp: string;
  nonce: string;
}

function readKnown(parameters: readonly Parameter[]): Known {
  const known: Known = { apiKey: '', userKey: '', sig: '', timestamp: '', nonce: '' };
  for (const [name, value] of parameters) {
    switch (name) {
      case 'apiKey':
      case 'userKey':
      case 'secret':
      case 'sig':
      case 'timestamp':
      case 'nonce':
        known[name] = value;
    }
  }
  return known;
}

function readSignature(
  { method, url, form: { parameters } }: Call,
  said: Known,
  owner: KeyOwner,
  now: Date,
  windowSeconds: number,
): Credentials | Unreadable {
  const missing = REQUIRED.filter((name) => said[name] === '');
  if (missing.length > 0) return refuse('missingParameter', ...missing);
  const { nonce, sig: signature } = said;
  const timestamp = readTimestamp(said.timestamp);
  if (timestamp === undefined) return refuse('invalidTimestamp', 'timestamp');
  if (!NONCE.test(nonce)) return refuse('invalidNonce', 'nonce');
  const made = requestBaseString({ method, url, parameters });
  if (!made.valid) return made;
  if (!isWithin(windowSeconds, timestamp, now)) return refuse('requestExpired', 'timestamp');
  return { valid: true, by: 'signature', owner, baseString: made.baseString, signature, nonce, timestamp };
}

/** With the secrets of the owner, none where there is no such owner. The reason is for the audit; callers read `told`. */
export function checkCredentials(
  credentials: Credentials,
  secrets: Secrets,
): Authenticated | Refusal<'unknownKey' | 'wrongSecret' | 'wrongSignature'> {
  const { by, owner } = credentials;
  const right =
    by === 'secret'
      ? isOneOf(credentials.presented, secrets)
      : signatureMatches(credentials.baseString, credentials.signature, secrets);
  if (right) return { valid: true, owner, by };
  if (secrets.length === 0) return refuse('unknownKey', by === 'secret' ? 'secret' : 'sig');
  return refuse(by === 'secret' ? 'wrongSecret' : 'wrongSignature');
}
