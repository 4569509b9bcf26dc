/**
 * The dynamic session cookie: `gltexp_<apiKey>` says, signed, until when the session of `glt_<apiKey>` lasts. Make it anew in
 * each response while the old one is valid; what has expired is never revived.
 */
import { readCookie } from './cookie.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Secret, Secrets } from './secret.ts';
import { LONGEST_COOKIE } from './session-policy.ts';
import { calcSignature, signatureMatches } from './signature.ts';
import { readTimestamp, unixSeconds } from './timestamp.ts';

/** The login token in a `Cookie` header; undefined where there is no session. */
export function loginTokenIn(cookieHeader: string, apiKey: string): string | undefined {
  const value = readCookie(cookieHeader, loginCookieName(apiKey));
  return (value && loginTokenOf(value)) || undefined;
}

export function loginCookieName(apiKey: string): string {
  return `glt_${apiKey}`;
}

/** The token of a decoded `glt_` value: all before the first `|`. */
export function loginTokenOf(gltValue: string): string {
  return gltValue.split('|', 1)[0] ?? '';
}

interface Signed {
  loginToken: string;
  /** Unix seconds. */
  expiresAt: number;
  /** With an application's secret, its key: the form is another. */
  userKey?: string;
}

/** `token_expires`, with a user key `token_expires_userKey`. */
export function dynamicSessionBaseString({ loginToken, expiresAt, userKey }: Signed): string {
  return [loginToken, expiresAt, ...(userKey === undefined ? [] : [userKey])].join('_');
}

interface Issue extends Omit<Signed, 'expiresAt'> {
  apiKey: string;
  /** From now on. */
  timeoutSeconds: number;
  /** The partner's, or with `userKey` the application's. */
  secret: Secret;
  now: Date;
}

export interface DynamicSessionCookie {
  name: string;
  /** `expires_signature`, with a user key `expires_userKey_signature`. */
  value: string;
  /** Unix seconds. */
  expiresAt: number;
}

/** `SigUtils.getDynamicSessionSignature` and `getDynamicSessionSignatureUserSigned`, and the cookie's name with them. */
export function dynamicSessionCookie({ apiKey, timeoutSeconds, secret, now, ...who }: Issue): DynamicSessionCookie {
  const expiresAt = unixSeconds(now) + timeoutSeconds;
  const signature = calcSignature(dynamicSessionBaseString({ ...who, expiresAt }), secret);
  const value = [expiresAt, ...(who.userKey === undefined ? [] : [who.userKey]), signature].join('_');
  return { name: dynamicCookieName(apiKey), value, expiresAt };
}

export function dynamicCookieName(apiKey: string): string {
  return `gltexp_${apiKey}`;
}

/** A cookie value taken apart, unproven. Says by `userKey` whose secret proves it. */
export interface DynamicSessionClaim {
  valid: true;
  expiresAt: number;
  userKey?: string;
  signature: string;
}

/** Splits at the first and the last `_`, for user keys may hold some. The value decoded, as `readCookie` gives it. */
export function readDynamicSession(value: string): DynamicSessionClaim | Refusal<'invalidSession'> {
  const [first, last] = [value.indexOf('_'), value.lastIndexOf('_')];
  const expiresAt = readTimestamp(value.slice(0, Math.max(first, 0)));
  if (expiresAt === undefined || !Number.isFinite(expiresAt)) return refuse('invalidSession');
  const claim = { valid: true, expiresAt, signature: value.slice(last + 1) } as const;
  if (first === last) return claim;
  const userKey = value.slice(first + 1, last);
  // An empty user key is nobody's; it must not be taken for the partner.
  return userKey === '' ? refuse('invalidSession') : { ...claim, userKey };
}

export type DynamicSessionVerdict =
  | { valid: true; expiresAt: number }
  | Refusal<'invalidSession' | 'wrongSignature' | 'sessionExpired'>;

/** Proves a claim with the secrets of the partner or, with a user key, of the application. It ends AT its second, not after it. */
export function checkDynamicSession(proof: {
  claim: DynamicSessionClaim;
  /** Of the `glt_` cookie that came with it. */
  loginToken: string;
  secrets: Secrets;
  now: Date;
}): DynamicSessionVerdict {
  const { claim, loginToken, secrets, now } = proof;
  const { expiresAt, signature } = claim;
  if (!signatureMatches(dynamicSessionBaseString({ ...claim, loginToken }), signature, secrets))
    return refuse('wrongSignature');
  if (expiresAt <= unixSeconds(now)) return refuse('sessionExpired');
  // A value in milliseconds would live for 45,000 years.
  return expiresAt - unixSeconds(now) > LONGEST_COOKIE ? refuse('invalidSession') : { valid: true, expiresAt };
}

/** The next cookie of a session that goes on. `current` is the verdict of this very request, or `'login'` when it begins. */
export function slideDynamicSession(
  current: DynamicSessionVerdict | 'login',
  issue: Issue,
): DynamicSessionCookie | undefined {
  return current === 'login' || current.valid ? dynamicSessionCookie(issue) : undefined;
}
