/**
 * The door: who calls, proven, or why it is not let in. The order is the rule: a secret without TLS first, then form, then time,
 * then the lock, then key and signature, and the nonce only after them. Who is unknown costs and reads the same as who is wrong.
 */
import { principalOfApplication } from '../../core/application.ts';
import type { OwnedSite, Principal } from '../../core/principal.ts';
import {
  type Credentials,
  checkCredentials,
  isSecretOverHttp,
  readCredentials,
} from '../../core/security/credentials.ts';
import { nonceEntry } from '../../core/security/replay.ts';
import { NO_SECRET, parseSecret } from '../../core/security/secret.ts';
import { REQUEST_WINDOW } from '../../core/security/timestamp.ts';
import { suspectsOf } from '../records/attempts.ts';
import type { Door } from './door.ts';
import { isKnownTo, openKey, payFor, storedKeyOfCall } from './keys.ts';
import { asRefused, type Refused, refused } from './refusal.ts';
import type { DoorRequest } from './request.ts';
import { bySession } from './session.ts';

export interface Authenticated {
  valid: true;
  principal: Principal;
  by: 'secret' | 'signature' | 'session';
  /** The site of the API key that an RPC call names; the caller may see it. */
  site?: OwnedSite;
  /** Headers `Set-Cookie` by cookie name, to go with whatever is answered. */
  cookies: ReadonlyMap<string, string>;
}

/** `weight`: as how many calls it counts. Throws what the table or KMS throw: who cannot be proven is not let in. */
export async function authenticate(door: Door, request: DoorRequest, weight = 1): Promise<Authenticated | Refused> {
  const caller = await identify(door, request);
  if (!caller.valid) return caller;
  const { partnerId, kind, id } = caller.principal;
  const name = JSON.stringify([partnerId, kind, id]);
  const until = await door.attempts.overLimit(name, door.callsPerMinute, door.machine.doorTime(), weight);
  if (until === undefined) return caller;
  const { principal } = caller;
  return refused('tooManyCalls', { principal, facts: { limit: String(door.callsPerMinute), until } });
}

/** Names by which an RPC call says who it is. */
const KEY_PARAMETERS: ReadonlySet<string> = new Set(['sig', 'secret', 'client_secret', 'userkey']);

function identify(door: Door, request: DoorRequest): Promise<Authenticated | Refused> | Refused {
  if (isSecretOverHttp(request)) return refused('secretOverHttp');
  const byParameters = request.form.parameters.some(([name]) => KEY_PARAMETERS.has(name.toLowerCase()));
  if (request.authorization !== undefined) {
    if (byParameters) return refused('twoCredentials', { parameters: ['Authorization'] });
    const credentials = readBasic(request.authorization);
    return credentials ? byKey(door, request, credentials) : refused('unreadableAuthorization');
  }
  if (!byParameters) return bySession(door, request);
  const credentials = readCredentials(request, door.machine.doorTime());
  return credentials.valid ? byKey(door, request, credentials) : asRefused(credentials, claimIn(request));
}

/** The user key of a call by parameters that cannot be read as credentials. */
function claimIn({ form }: DoorRequest): { claimed?: string } {
  const [, claimed] = form.parameters.find(([name]) => name === 'userKey') ?? [];
  return claimed === undefined ? {} : { claimed };
}

/** RFC 7617: user-id and password are the user key and the secret. What is no secret at all goes on as one that matches nothing. */
function readBasic(authorization: string): Credentials | undefined {
  const [, token = ''] = /^Basic +([A-Za-z0-9+/]{1,2000}={0,2}) *$/i.exec(authorization) ?? [];
  const [, userKey, text = ''] = /^([^:]+):(.*)$/s.exec(Buffer.from(token, 'base64').toString('utf8')) ?? [];
  if (userKey === undefined) return undefined;
  const parsed = parseSecret(text);
  const presented = parsed.valid ? parsed.secret : NO_SECRET;
  return { valid: true, by: 'secret', owner: { apiKey: '', userKey }, presented };
}

/** All other pages are one: programs hold keys and can claim any page, and would have new attempts by each. */
function isOfOtherPage({ consoleOrigin }: Door, { origin }: DoorRequest): boolean {
  return origin !== undefined && origin !== consoleOrigin;
}

async function byKey(door: Door, request: DoorRequest, credentials: Credentials): Promise<Authenticated | Refused> {
  const { owner, by } = credentials;
  const now = door.machine.doorTime();
  const claim = { by, ...(owner.userKey === undefined ? {} : { claimed: owner.userKey }) };
  const name = JSON.stringify([owner.userKey ?? null, owner.userKey ? null : owner.apiKey]);
  const suspects = suspectsOf(name, request.source, isOfOtherPage(door, request) ? 'another page' : undefined);
  // Read at once, and judged in this order: of who is locked out nothing is opened.
  const [until, stored] = await Promise.all([door.attempts.lockedUntil(suspects, now), storedKeyOfCall(door, owner)]);
  if (until !== undefined) return refused('lockedOut', { ...claim, facts: { until } });
  const { target } = stored;
  const key = await openKey(door, stored);
  const { application } = key;
  const verdict = checkCredentials(credentials, key.secrets);
  if (!verdict.valid || !application) {
    await Promise.all([door.attempts.failed(suspects, now), payFor(door, key)]);
    return verdict.valid ? refused('unknownKey', claim) : asRefused(verdict, claim);
  }
  if (credentials.by === 'signature') {
    const entry = nonceEntry({ ...owner, ...credentials }, REQUEST_WINDOW);
    if (!(await door.nonces.remember(entry, now))) return refused('replayed', { ...claim, parameters: ['nonce'] });
  }
  const principal = principalOfApplication(application);
  const admitted = { valid: true, principal, by, cookies: new Map() } as const;
  if (owner.apiKey === '') return admitted;
  if (!isKnownTo(principal, target)) return refused('unknownApiKey', { ...claim, facts: { apiKey: owner.apiKey } });
  return target.siteId === null ? admitted : { ...admitted, site: target };
}
