/** What core/security computes for a vector's input, kind by kind. No function here sees what is expected. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Call, checkCredentials, type KeyOwner, readCredentials } from '../core/security/credentials.ts';
import { parseForm, percentEncode } from '../core/security/parameter.ts';
import { type Refusal, refuse } from '../core/security/refusal.ts';
import { isReplay, nonceEntry, type ReplayEntry } from '../core/security/replay.ts';
import { composeBaseString, requestBaseString, signRequest } from '../core/security/request-signature.ts';
import { parseSecret, type Secret, type Secrets } from '../core/security/secret.ts';
import * as cookies from '../core/security/session-cookie.ts';
import { type SettledSession, settleSession } from '../core/security/session-policy.ts';
import { calcSignature, signatureMatches } from '../core/security/signature.ts';
import { REQUEST_WINDOW } from '../core/security/timestamp.ts';
import { exchangeUIDSignature } from '../core/security/uid-exchange.ts';
import * as uids from '../core/security/uid-signature.ts';

type Answers = Record<string, unknown>;
type Compute = (input: unknown) => Answers | Promise<Answers>;

function kind<T>(schema: z.ZodType<T>, compute: (input: T) => Answers | Promise<Answers>): Compute {
  return (input) => compute(schema.parse(input));
}

/** Absent or a number where text is meant: what a careless caller of a JSON interface sends. */
const text = z.preprocess((value) => (typeof value === 'number' ? String(value) : (value ?? '')), z.string());
const time = z.number().transform((seconds) => new Date(seconds * 1000));
const parameters = z.array(z.tuple([z.string(), z.string()]));

const base = z.object({ baseString: z.string(), secret: z.string() });
const user = z.object({ UID: text, timestamp: text, secret: z.string() });
const friend = user.extend({ friendUID: text });
const presented = { signature: text, now: time, maxSkewSeconds: z.number().optional() };
const session = z.object({
  loginToken: z.string(),
  timeoutSeconds: z.number(),
  now: time,
  apiKey: z.string(),
  userKey: z.string().optional(),
  secret: z.string(),
});
const fromClock = session.omit({ now: true, apiKey: true }).extend({ nowMs: z.number() });
const fromCookie = session.omit({ loginToken: true }).extend({ gltCookieValue: z.string() });
const claimed = z.object({ cookieValue: z.string(), loginToken: z.string(), now: time });
const request = z.object({ method: z.string(), url: z.string(), params: parameters });
const wire = request.partial({ params: true }).extend({ body: z.string().default(''), now: time });
const transport = z.object({
  scheme: z.string(),
  params: z.record(z.string(), z.string()),
  applications: z.record(z.string(), z.string()).default({}),
  partnerSecret: z.string().optional(),
});
const expiration = z.number().nullish();
const sessionInput = z.object({ apiParameter: expiration, globalConf: expiration, raasEnabled: z.boolean() });
const handedOver = { UID: text, UIDSignature: text, signatureTimestamp: text };
const exchange = z.object({ ...handedOver, secret: z.string(), partnerSecret: z.string(), now: time });
const interpretation = z.union([
  z.object({ validateUserSignature: user.omit({ secret: true }) }),
  z.object({ validateFriendSignature: friend.omit({ secret: true }) }),
]);

export const KINDS: Readonly<Record<string, Compute>> = {
  calcSignature: kind(base, ({ baseString, secret }) => ({ signature: calcSignature(baseString, key(secret)) })),
  secretFormat: kind(base, secretFormat),
  userSignature: kind(user, ({ secret, ...signed }) => ({
    baseString: uids.userBaseString(signed),
    UIDSignature: uids.constructUserSignature(signed, key(secret)),
  })),
  friendSignature: kind(friend, ({ secret, ...signed }) => ({
    baseString: uids.friendBaseString(signed),
    friendshipSignature: uids.constructFriendSignature(signed, key(secret)),
  })),
  validateUserSignature: kind(user.extend(presented), validUser),
  strictTimestamp: kind(user.extend(presented), validUser),
  validateFriendSignature: kind(friend.extend(presented), ({ secret, maxSkewSeconds, ...signed }) =>
    verdict(uids.validateFriendSignature({ ...signed, ...window(maxSkewSeconds), secrets: keys(secret) })),
  ),
  crossProtocolCollision: kind(base.extend({ interpretations: z.array(interpretation) }), collision),
  exchangeUIDSignature: kind(exchange, ({ secret, partnerSecret, ...handed }) => {
    const { valid: _, ...answer } = exchangeUIDSignature({
      ...handed,
      partnerSecrets: keys(partnerSecret),
      callerSecret: key(secret),
    });
    return { errorCode: 0, ...answer };
  }),

  dynamicSession: kind(session, issued),
  dynamicSessionUserSigned: kind(session, issued),
  dynamicSessionFractionalClock: kind(fromClock, ({ nowMs, ...rest }) =>
    issued({ ...rest, apiKey: '', now: new Date(nowMs) }),
  ),
  dynamicSessionFromGltCookie: kind(fromCookie, ({ gltCookieValue, ...rest }) => {
    const loginToken = cookies.loginTokenOf(gltCookieValue);
    return { loginToken, ...issued({ ...rest, loginToken }) };
  }),
  gltCookieHeader: kind(z.object({ cookieHeader: z.string(), apiKey: z.string() }), ({ cookieHeader, apiKey }) => ({
    loginToken: cookies.loginTokenIn(cookieHeader, apiKey) ?? '',
  })),
  verifyDynamicSession: kind(claimed.extend({ secret: z.string() }), ({ secret, ...proof }) =>
    proven(proof, ({ userKey }) => (userKey === undefined ? keys(secret) : [])),
  ),
  verifyDynamicSessionUserSigned: kind(
    claimed.extend({ applications: z.record(z.string(), z.string()) }),
    ({ applications, ...proof }) => proven(proof, ({ userKey }) => keys(secretIn(applications, userKey))),
  ),
  sessionPolicy: kind(sessionInput, ({ apiParameter, globalConf, raasEnabled }) => {
    const settled = settleSession({
      apiParameter: apiParameter ?? undefined,
      globalConf: globalConf ?? undefined,
      raasEnabled,
    });
    return { effective: settled.valid ? settled.expiration : null, session: inWords(settled) };
  }),

  urlEncode: kind(z.object({ value: z.string() }), ({ value }) => ({ encoded: percentEncode(value) })),
  encodeURIComponent: kind(z.object({ raw: z.string() }), ({ raw }) => {
    const encoded = encodeURIComponent(raw); // the browser's part
    return { encoded, decodedByServer: parseForm(`raw=${encoded}`).parameters[0]?.[1] };
  }),
  oauthSignature: kind(request.extend({ secret: z.string() }), signed),
  oauthDivergence: kind(request.extend({ secret: z.string() }), signed),
  duplicateParameter: kind(request, ({ params, ...rest }) => {
    const signable = { ...rest, parameters: params };
    return { policy: policy(requestBaseString(signable)), rfc5849BaseString: composeBaseString(signable) };
  }),
  signedRequestWire: kind(wire.extend({ secret: z.string() }), received),
  signedRequestTampered: kind(wire.extend({ secret: z.string() }), received),
  nonceReplay: kind(z.object({ requests: z.array(wire), secret: z.string() }), ({ requests, secret }) => {
    const judge = judging(() => keys(secret));
    const results = requests.map((each): Answers => {
      const { valid, ...refusal } = judge(callOf(each), each.now);
      return 'errorCode' in refusal ? { valid, errorCode: refusal.errorCode } : { valid };
    });
    return { results };
  }),
  sdkRetryReplay: kind(z.object({ firstBody: z.string(), retryBody: z.string() }), ({ firstBody, retryBody }) => {
    return { identical: isDeepStrictEqual(remembered(firstBody), remembered(retryBody)) };
  }),
  secretTransport: kind(transport, ({ scheme, params, applications, partnerSecret }) => {
    const judge = judging(({ userKey }) =>
      keys(userKey === undefined ? partnerSecret : secretIn(applications, userKey)),
    );
    const form = { parameters: Object.entries(params), malformed: false };
    const call = { method: 'POST', url: `${scheme}://accounts.us1.gigya.com/accounts.search`, form };
    return verdict(judge(call, new Date(0)));
  }),
};

/** The vectors sign with keys of any length; the 16 bytes that we ask for are about secrets that we accept. */
function key(secret: string): Secret {
  const parsed = parseSecret(secret, 1);
  if (!parsed.valid) throw new Error('the secret is not canonical BASE64');
  return parsed.secret;
}

/** None where there is no secret, or none that can be read. */
function keys(secret: string | undefined): Secrets {
  const parsed = parseSecret(secret ?? '', 1);
  return parsed.valid ? [parsed.secret] : [];
}

function secretIn(applications: Readonly<Record<string, string>>, userKey: string | undefined): string | undefined {
  return userKey !== undefined && Object.hasOwn(applications, userKey) ? applications[userKey] : undefined;
}

function verdict(judged: { valid: true } | Refusal): Answers {
  return { valid: judged.valid, errorCode: judged.valid ? 0 : judged.errorCode };
}

function policy(judged: { valid: true } | Refusal): string {
  return judged.valid ? 'accept' : `reject ${judged.errorCode}`;
}

function window(windowSeconds: number | undefined): { windowSeconds?: number } {
  return windowSeconds === undefined ? {} : { windowSeconds };
}

function secretFormat({ secret, baseString }: z.infer<typeof base>): Answers {
  const parsed = parseSecret(secret);
  const answers = { policy: policy(parsed) };
  if (!parsed.valid) return { ...answers, errorCode: parsed.errorCode };
  const signature = calcSignature(baseString, parsed.secret);
  return { ...answers, errorCode: 0, signature, signatureAfterTrim: signature };
}

const userPresented = user.extend(presented);

function validUser({ secret, maxSkewSeconds, ...signed }: z.infer<typeof userPresented>): Answers {
  return verdict(uids.validateUserSignature({ ...signed, ...window(maxSkewSeconds), secrets: keys(secret) }));
}

/** One signature where all readings of the base string share it, else all of them. */
function collision({
  baseString,
  secret,
  interpretations,
}: z.infer<typeof base> & { interpretations: z.infer<typeof interpretation>[] }): Answers {
  const readings = interpretations.map((each) =>
    'validateUserSignature' in each
      ? uids.constructUserSignature(each.validateUserSignature, key(secret))
      : uids.constructFriendSignature(each.validateFriendSignature, key(secret)),
  );
  const signatures = [...new Set([calcSignature(baseString, key(secret)), ...readings])];
  return { signature: signatures.length === 1 ? signatures[0] : signatures };
}

function issued({ secret, userKey, ...rest }: z.infer<typeof session>): Answers {
  const who = { loginToken: rest.loginToken, ...(userKey === undefined ? {} : { userKey }) };
  const { name, value, expiresAt } = cookies.dynamicSessionCookie({ ...rest, ...who, secret: key(secret) });
  return {
    cookieName: name,
    baseString: cookies.dynamicSessionBaseString({ ...who, expiresAt }),
    cookieValue: value,
  };
}

function proven(
  { cookieValue, ...proof }: z.infer<typeof claimed>,
  secretsOf: (claim: cookies.DynamicSessionClaim) => Secrets,
): Answers {
  const claim = cookies.readDynamicSession(cookieValue);
  if (!claim.valid) return verdict(claim);
  return verdict(cookies.checkDynamicSession({ ...proof, claim, secrets: secretsOf(claim) }));
}

function inWords(settled: SettledSession): string {
  if (!settled.valid) return `error ${settled.errorCode}`;
  const { policy } = settled;
  switch (policy.ends) {
    case 'withBrowser':
      return 'session';
    case 'dynamically':
      return 'dynamic';
    case 'never':
      return 'forever';
    case 'afterSeconds':
      return `max-age=${policy.seconds}`;
  }
}

function signed({ params, secret, ...rest }: z.infer<typeof request> & { secret: string }): Answers {
  const made = signRequest({ ...rest, parameters: params }, key(secret));
  return made.valid ? { policy: 'accept', baseString: made.baseString, sig: made.sig } : { policy: policy(made) };
}

/** The call as an HTTP server sees it: the query apart from the URL. */
function callOf({ method, url, params, body }: z.infer<typeof wire>): Call {
  const at = url.indexOf('?');
  const form = parseForm(at < 0 ? '' : url.slice(at + 1), body);
  form.parameters.push(...(params ?? []));
  return { method, url: at < 0 ? url : url.slice(0, at), form };
}

function received({ secret, ...request }: z.infer<typeof wire> & { secret: string }): Answers {
  const call = callOf(request);
  const said = new Map(call.form.parameters);
  const made = requestBaseString({ ...call, parameters: call.form.parameters });
  return {
    ...verdict(judging(() => keys(secret))(call, request.now)),
    timestamp: said.get('timestamp'),
    nonce: said.get('nonce'),
    sig: said.get('sig'),
    ...(made.valid && { baseString: made.baseString }),
    signatureMatches: made.valid && signatureMatches(made.baseString, said.get('sig') ?? '', keys(secret)),
  };
}

/** The signature, and what the replay store would remember of it, whenever it comes. */
function remembered(body: string): ReplayEntry & { signature: string } {
  const form = parseForm(body);
  const call = { method: 'POST', url: 'https://accounts.us1.gigya.com/accounts.search', form };
  const credentials = readCredentials(call, new Date(0), Number.POSITIVE_INFINITY);
  if (!credentials.valid || credentials.by !== 'signature') throw new Error('the body is no signed request');
  const { owner, signature } = credentials;
  return { ...nonceEntry({ ...owner, ...credentials }, 0), signature };
}

/** Judges calls one after the other, as the service does: who calls, and whether the nonce has come before. */
function judging(secretsOf: (owner: KeyOwner) => Secrets) {
  const remembered = new Map<string, ReplayEntry>();
  return (call: Call, now: Date): { valid: true } | Refusal => {
    const credentials = readCredentials(call, now);
    if (!credentials.valid) return credentials;
    const { owner } = credentials;
    const judged = checkCredentials(credentials, secretsOf(owner));
    if (!judged.valid || credentials.by === 'secret') return judged;
    const entry = nonceEntry({ ...owner, ...credentials }, REQUEST_WINDOW);
    if (isReplay(remembered.get(entry.key), now)) return refuse('replayed', 'nonce');
    remembered.set(entry.key, entry);
    return judged;
  };
}
