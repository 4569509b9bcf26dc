/**
 * Console sessions: begun by a UID that its owner's portal has signed, carried by two cookies, ended by logout, by half an
 * hour of nothing or by the end of a working day. `glt_` is an opaque token, known here by its hash; `gltexp_` says, signed, until when. Both have the
 * console's own API key in their names, whosever key the portal signs in with: a browser has one session here, and the next one takes its
 * place even where a portal on another site posts the hand-over, to which a browser adds no cookie (SameSite=Lax) that could be ended.
 */

import { signingKeyOf } from '../../core/application.ts';
import { principalOfMember } from '../../core/member.ts';
import { readCookie, writeCookie } from '../../core/security/cookie.ts';
import { signatureEntry } from '../../core/security/replay.ts';
import type { Secret } from '../../core/security/secret.ts';
import {
  checkDynamicSession,
  dynamicCookieName,
  dynamicSessionCookie,
  loginCookieName,
  loginTokenIn,
  readDynamicSession,
} from '../../core/security/session-cookie.ts';
import { judgeSession } from '../../core/security/session-policy.ts';
import { unixSeconds } from '../../core/security/timestamp.ts';
import type { HandedOverUid } from '../../core/security/uid-exchange.ts';
import { userBaseString, validateUserSignature } from '../../core/security/uid-signature.ts';
import { suspectsOf } from '../records/attempts.ts';
import type { Session } from '../records/sessions.ts';
import type { Authenticated } from './authenticate.ts';
import type { Door } from './door.ts';
import { keyOf, ownersKey, payFor, targetOf } from './keys.ts';
import { asRefused, type Refused, refused } from './refusal.ts';
import type { DoorRequest } from './request.ts';

/** Seconds without a call after which a session is over. OWASP's Session Management Cheat Sheet: 15 to 30 minutes for such pages. */
const IDLE_SECONDS = 30 * 60;
/** Seconds after login: a working day. Whoever stole a cookie has it no longer. */
const DAY_SECONDS = 12 * 3600;
/** Hexadecimal digits of a login token: 256 bits. */
const TOKEN_DIGITS = 64;

/** A session that goes on: who it is, and the cookies that carry it further. */
export interface Signed extends Authenticated {
  by: 'session';
  session: Session;
  /** Unix seconds: over then unless something is called. */
  expiresAt: number;
}

/** A cookie call that changes something must come from the console's own page: a browser names the page, no script can forge it. */
export async function bySession(door: Door, request: DoorRequest): Promise<Signed | Refused> {
  const { consoleApiKey } = door;
  const loginToken = loginTokenIn(request.cookie, consoleApiKey);
  if (loginToken === undefined) return refused('notSignedIn');
  if (isForeign(door, request)) return refused('foreignOrigin');
  const now = door.machine.doorTime();
  const session = await door.sessions.find(loginToken, now);
  if (!session) return refused('invalidSession');
  const { partnerId, UID } = session;
  const [{ secrets }, member] = await Promise.all([
    keyOf(door, signingKeyOf(partnerId)),
    door.members.find(partnerId, UID),
  ]);
  const value = readCookie(request.cookie, dynamicCookieName(consoleApiKey));
  const claim = value === undefined ? undefined : readDynamicSession(value);
  const dynamic = claim?.valid ? checkDynamicSession({ claim, loginToken, secrets, now }) : claim;
  if (dynamic && !dynamic.valid && dynamic.reason !== 'sessionExpired') return refused('invalidSession');
  const alive = judgeSession({
    policy: { ends: 'dynamically' },
    loggedInAt: new Date(session.loggedInAt),
    now,
    ...(dynamic ? { dynamic } : {}),
  });
  if (!alive.valid) return asRefused(alive);
  if (!member) return refused('notAMember');
  const [secret] = secrets;
  if (!secret) return refused('invalidSession');
  const { cookies, expiresAt } = slide(door, session, { loginToken, secret, now });
  return { valid: true, by: 'session', principal: principalOfMember(member), session, expiresAt, cookies };
}

/** Begins a session, once a signature. Whatever was signed in before in this browser ends. */
export async function logIn(
  door: Door,
  request: DoorRequest,
  { apiKey, ...handed }: HandedOverUid & { apiKey: string },
): Promise<Signed | Refused> {
  const now = door.machine.doorTime();
  // By page, so that no page locks a portal out. Who claims to be many pages guesses no signature, and meets the firewall.
  const suspects = suspectsOf(JSON.stringify(['sign in', apiKey]), request.source, request.origin);
  const until = await door.attempts.lockedUntil(suspects, now);
  if (until !== undefined) return refused('lockedOut', { facts: { until } });
  const target = await targetOf(door, apiKey);
  const signer = ownersKey(apiKey, target);
  const key = await keyOf(door, signer);
  const { UID, UIDSignature: signature, signatureTimestamp: timestamp } = handed;
  const verdict = validateUserSignature({ UID, timestamp, signature, secrets: key.secrets, now });
  if (!verdict.valid) {
    await payFor(door, key);
    if (verdict.reason === 'wrongSignature') await door.attempts.failed(suspects, now);
    return asRefused(verdict);
  }
  const baseString = userBaseString({ UID, timestamp });
  const entry = signatureEntry({ purpose: 'user', signer, baseString, timestamp: Number(timestamp) });
  if (!(await door.nonces.remember(entry, now))) return refused('replayed', { parameters: ['UIDSignature'] });
  const [secret] = key.secrets;
  const member = target && (await door.members.find(target.partnerId, UID));
  if (!member || !secret) return refused('notAMember');

  await logOut(door, request);
  const session: Session = {
    apiKey,
    partnerId: member.partnerId,
    UID,
    loggedInAt: now.toISOString(),
    endsAt: unixSeconds(now) + DAY_SECONDS,
  };
  const loginToken = door.machine.randomHex(TOKEN_DIGITS);
  await door.sessions.add(loginToken, session);
  const { cookies, expiresAt } = slide(door, session, { loginToken, secret, now });
  const name = loginCookieName(door.consoleApiKey);
  const login = writeCookie({ name, value: loginToken, maxAge: DAY_SECONDS });
  return {
    valid: true,
    by: 'session',
    principal: principalOfMember(member),
    session,
    expiresAt,
    cookies: new Map([[name, login], ...cookies]),
  };
}

/** Ends the session that the browser carries, here and there. Answers the cookies that delete its cookies. */
export async function logOut(
  { sessions, consoleApiKey }: Door,
  { cookie }: DoorRequest,
): Promise<ReadonlyMap<string, string>> {
  const loginToken = loginTokenIn(cookie, consoleApiKey);
  if (loginToken !== undefined) await sessions.end(loginToken);
  const names = [loginCookieName(consoleApiKey), dynamicCookieName(consoleApiKey)];
  return new Map(names.map((name) => [name, writeCookie({ name, value: '', maxAge: 0 })]));
}

/** Is it a call that changes something, from a page that is not the console's? */
export function isForeign({ consoleOrigin }: Door, { method, origin }: DoorRequest): boolean {
  return method !== 'GET' && method !== 'HEAD' && origin !== consoleOrigin;
}

/** The next `gltexp_`, from the time by which the call was judged on, never beyond the session's own end. */
function slide(
  { consoleApiKey: apiKey }: Door,
  { endsAt }: Session,
  { loginToken, secret, now }: { loginToken: string; secret: Secret; now: Date },
) {
  const timeoutSeconds = Math.min(IDLE_SECONDS, endsAt - unixSeconds(now));
  const { name, value, expiresAt } = dynamicSessionCookie({ apiKey, loginToken, secret, now, timeoutSeconds });
  return { expiresAt, cookies: new Map([[name, writeCookie({ name, value, maxAge: timeoutSeconds })]]) };
}
