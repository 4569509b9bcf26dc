/**
 * B5: a signed request from its body and the stored secret to the verdict, beside the bare HMAC of the bytes that were signed, from
 * the same secret. Nonce store aside. Both are measured in turns, so that a busy machine slows both; the figure is their median.
 * The peer is plain use, `createHmac('sha1', bytes)`, on which Node 24 spends 9 us, 7 of them on the key. Beside an HMAC whose key
 * object is kept from call to call (1.4 us) the figure would be about 4: forms, order and encoding cost more than SHA-1.
 */
import { createHmac } from 'node:crypto';
import { checkCredentials, readCredentials } from '../core/security/credentials.ts';
import { type Parameter, parseForm, percentEncode } from '../core/security/parameter.ts';
import { signRequest } from '../core/security/request-signature.ts';
import { parseSecret, revealSecret, type Secret, secretOf } from '../core/security/secret.ts';
import type { Figure } from './figure.ts';
import { median } from './statistics.ts';

/**
 * Half the speed was the first budget; forms, order and encoding cost less than the key of the bare HMAC: 0.75 to 0.85 is measured, and 1.35
 * beside other work that keeps both cores busy.
 */
const BUDGET = 1.5;
const TURNS = 41;
/** About 5 ms: long against the clock's grain, short against the machine's moods. */
const CALLS_A_TURN = 800;

const method = 'POST';
const url = 'https://certificates.us1.example.com/certificates.generate';
const now = new Date('2026-11-21T12:00:00Z');

/** As the vendor's Java SDK sends it: names sorted. Key lengths are the vendor's. */
const PARAMETERS: readonly Parameter[] = [
  ['apiKey', `3_${'AbCdEfGh12'.repeat(6)}xyz`],
  ['format', 'json'],
  ['httpStatusCodes', 'false'],
  ['nonce', '1795262400785_1792944699'],
  ['onFindings', 'wait'],
  ['prefix', 'login'],
  ['sdk', 'java_3.2.4'],
  ['siteId', 'acme'],
  ['timestamp', '1795262400'],
  ['userKey', 'AJ24/EGI7T+x'],
];

export function measureAuthentication(): Figure[] {
  const secret = secretOf(Buffer.alloc(32, 7));
  const secretText = revealSecret(secret);
  const { body, baseString } = signedRequest(secret);
  const authenticate = () => isAuthentic(body, secretText);
  const hmac = () => createHmac('sha1', Buffer.from(secretText, 'base64')).update(baseString).digest('base64');
  if (!authenticate()) throw new Error('the request of the benchmark is refused');
  const turn = () => ({ ours: time(authenticate), bare: time(hmac) });
  turn(); // warms both up
  const turns = Array.from({ length: TURNS }, turn);
  const microseconds = (side: 'ours' | 'bare') => (median(turns.map((each) => each[side])) / CALLS_A_TURN) * 1000;
  const beside = { name: `bare HMAC of its ${baseString.length} bytes`, value: microseconds('bare') };
  const what = 'authentication of a signed request';
  return [{ id: 'B5', what, value: microseconds('ours'), unit: 'µs', beside, budget: BUDGET }];
}

function isAuthentic(body: string, secretText: string): boolean {
  const parsed = parseSecret(secretText);
  const credentials = readCredentials({ method, url, form: parseForm(body) }, now);
  return parsed.valid && credentials.valid && checkCredentials(credentials, [parsed.secret]).valid;
}

function signedRequest(secret: Secret): { body: string; baseString: string } {
  const made = signRequest({ method, url, parameters: PARAMETERS }, secret);
  if (!made.valid) throw new Error(`the request of the benchmark cannot be signed: ${made.reason}`);
  const sent = [...PARAMETERS, ['sig', made.sig] as const].sort(([a], [b]) => (a < b ? -1 : 1));
  const body = sent.map(([name, value]) => `${name}=${percentEncode(value)}`).join('&');
  return { body, baseString: made.baseString };
}

/** Milliseconds of one turn. */
function time(call: () => unknown): number {
  const began = performance.now();
  for (let calls = 0; calls < CALLS_A_TURN; calls++) call();
  return performance.now() - began;
}
