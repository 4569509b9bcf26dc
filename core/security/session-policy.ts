/**
 * When a session ends. The policy is settled once, at login, and stays with the session: in a group with single sign-on,
 * visiting another site neither makes a new session nor changes when this one ends.
 */
import { type Refusal, refuse } from './refusal.ts';
import { unixSeconds } from './timestamp.ts';

export type SessionPolicy =
  /** 0: until the browser closes. */
  | { ends: 'withBrowser' }
  /** -1: at once, unless a valid `gltexp_` cookie says later. */
  | { ends: 'dynamically' }
  /** -2: at logout only; `gltexp_` is disregarded. */
  | { ends: 'never' }
  /** n: so many seconds after login. */
  | { ends: 'afterSeconds'; seconds: number };

export interface SessionSettings {
  /** `sessionExpiration` of the API call. Undefined where it is not set; 0 is set. */
  apiParameter?: number | undefined;
  /** The same of Global Conf, the site's configuration. */
  globalConf?: number | undefined;
  /** Registration-as-a-Service: its default is 0, without it -2. */
  raasEnabled: boolean;
}

export type SettledSession =
  | { valid: true; expiration: number; policy: SessionPolicy }
  | Refusal<'invalidSessionExpiration'>;

/** The call's parameter goes before Global Conf, Global Conf before the default. */
export function settleSession({ apiParameter, globalConf, raasEnabled }: SessionSettings): SettledSession {
  const expiration = apiParameter ?? globalConf ?? (raasEnabled ? 0 : -2);
  if (!Number.isSafeInteger(expiration) || expiration < -2)
    return refuse('invalidSessionExpiration', 'sessionExpiration');
  return { valid: true, expiration, policy: policyOf(expiration) };
}

function policyOf(expiration: number): SessionPolicy {
  if (expiration === 0) return { ends: 'withBrowser' };
  if (expiration === -1) return { ends: 'dynamically' };
  if (expiration === -2) return { ends: 'never' };
  return { ends: 'afterSeconds', seconds: expiration };
}

/** 400 days, in seconds: browsers keep no cookie longer (RFC 6265bis, section 5.5). */
export const LONGEST_COOKIE = 400 * 86_400;

/** `Max-Age` of the login cookie in seconds; undefined for a cookie that ends with the browser. */
export function cookieAgeOf(policy: SessionPolicy): number | undefined {
  if (policy.ends === 'withBrowser') return undefined;
  return policy.ends === 'afterSeconds' ? Math.min(policy.seconds, LONGEST_COOKIE) : LONGEST_COOKIE;
}

/**
 * Is a session that nobody has ended still alive? Ask first whether it was revoked: logout ends every session. `dynamic` is the
 * verdict about its `gltexp_` cookie, left out where there is none.
 */
export function judgeSession(session: {
  policy: SessionPolicy;
  loggedInAt: Date;
  now: Date;
  dynamic?: { valid: boolean };
}): { valid: true } | Refusal<'sessionExpired'> {
  const { policy, loggedInAt, now, dynamic } = session;
  const alive =
    policy.ends === 'dynamically'
      ? dynamic?.valid === true
      : policy.ends !== 'afterSeconds' || unixSeconds(now) < unixSeconds(loggedInAt) + policy.seconds;
  return alive ? { valid: true } : refuse('sessionExpired');
}
