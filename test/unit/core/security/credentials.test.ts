import crypto from 'node:crypto';
import {
  type Call,
  checkCredentials,
  isSecretOverHttp,
  type KeyOwner,
  readCredentials,
} from '../../../../core/security/credentials.ts';
import { parseForm } from '../../../../core/security/parameter.ts';
import { told } from '../../../../core/security/refusal.ts';
import type { Secrets } from '../../../../core/security/secret.ts';
import { APPLICATION, APPLICATION_TEXT, NOW, PARTNER, PARTNER_TEXT } from './invented-secrets.ts';

afterEach(() => jest.restoreAllMocks());

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

function call(body: string, url = 'https://certs.example.test/certs.list'): Call {
  return { method: 'POST', url, form: parseForm(body) };
}

/** What a caller with an application's key sends. */
const SIGNED =
  'siteId=acme&note=a+b%2Bc%26d%3De%7E*&empty=&apiKey=3_site&userKey=AKey_1&timestamp=1431496000&nonce=n-1&sig=DqKmGVQbPGC2BTphZ0C6RToRkas%3D';
/** And with the partner's. */
const SIGNED_BY_PARTNER = 'apiKey=3_site&timestamp=1431496000&nonce=n-1&sig=%2FitEDlwOUph2ffdDMIx6HbfgZTk%3D';

/** Read, and checked with the secrets of whom it names. */
function judge(presented: Call, now = NOW) {
  const credentials = readCredentials(presented, now);
  return credentials.valid ? checkCredentials(credentials, known(credentials.owner)) : credentials;
}

function known({ apiKey, userKey }: KeyOwner): Secrets {
  if (userKey !== undefined) return userKey === 'AKey_1' ? [APPLICATION] : [];
  return apiKey === '3_site' ? [PARTNER] : [];
}

it.each([
  ['a signature of an application', SIGNED, { apiKey: '3_site', userKey: 'AKey_1' }, 'signature'],
  ['a signature of the partner', SIGNED_BY_PARTNER, { apiKey: '3_site' }, 'signature'],
  [
    "an application's secret",
    `apiKey=3_site&userKey=AKey_1&secret=${encodeURIComponent(APPLICATION_TEXT)}`,
    { apiKey: '3_site', userKey: 'AKey_1' },
    'secret',
  ],
  ["the partner's secret", `apiKey=3_site&secret=${encodeURIComponent(PARTNER_TEXT)}`, { apiKey: '3_site' }, 'secret'],
  [
    "the partner's secret beside an empty user key",
    `apiKey=3_site&userKey=&secret=${encodeURIComponent(PARTNER_TEXT)}`,
    { apiKey: '3_site' },
    'secret',
  ],
])('accepts %s', (_, body, owner, by) => {
  expect(judge(call(body))).toEqual({ valid: true, owner, by });
});

it.each([
  ['any secret', 'apiKey=3_site&secret=wrong'],
  ['an empty secret', 'apiKey=3_site&secret='],
  ['a secret by its OAuth name', 'client_secret=x'],
  ['a secret in another case', 'Secret=x'],
  ['a secret that comes twice', 'secret=a&secret=b'],
  ['a secret in a form that does not decode', 'x=%zz&secret=a'],
  ['a secret beside a signature', `${SIGNED}&secret=a`],
])('answers 403006 to %s without TLS, and looks no further', (_, body) => {
  expect(readCredentials(call(body, 'http://certs.example.test/certs.list'), NOW)).toEqual({
    valid: false,
    reason: 'secretOverHttp',
    errorCode: 403006,
  });
});

it('answers 403006 to an Authorization header without TLS', () => {
  const open = { ...call(SIGNED, 'http://certs.example.test/certs.list'), authorization: 'Basic eA==' };
  expect(readCredentials(open, NOW)).toMatchObject({ errorCode: 403006 });
});

it.each([
  ['nothing', '', ['apiKey', 'timestamp', 'nonce', 'sig']],
  ['no signature', SIGNED.replace(/&sig=.*/, ''), ['sig']],
  ['an empty signature', SIGNED.replace(/&sig=.*/, '&sig='), ['sig']],
  ['no nonce and no time', 'apiKey=3_site&sig=x', ['timestamp', 'nonce']],
  ['a secret and no API key', 'userKey=AKey_1&secret=x', ['apiKey']],
])('names what is missing: %s', (_, body, parameters) => {
  expect(judge(call(body))).toEqual({
    valid: false,
    reason: 'missingParameter',
    errorCode: 400002,
    parameters,
  });
});

it.each([
  ['does not decode', `${SIGNED}&x=%zz`, 'malformedRequest', 400001],
  ['has a name twice', `${SIGNED}&siteId=other`, 'duplicateParameter', 400006],
  ['has its user key twice', `${SIGNED}&userKey=AKey_2`, 'duplicateParameter', 400006],
  ['has secret and signature', `${SIGNED}&secret=x`, 'twoCredentials', 400006],
  ['has a name that needs encoding', `${SIGNED}&a%3Db=c`, 'unsignableName', 400006],
  ['has a time that is no number', SIGNED.replace('1431496000', '1431496000.0'), 'invalidTimestamp', 400006],
  ['has its time in milliseconds', SIGNED.replace('1431496000', '1431496000000'), 'requestExpired', 403002],
  ['has a nonce with a blank', SIGNED.replace('n-1', 'n+1'), 'invalidNonce', 400006],
  ['has a nonce of 129 characters', SIGNED.replace('n-1', 'n'.repeat(129)), 'invalidNonce', 400006],
  ['had another value', SIGNED.replace('acme', 'acne'), 'wrongSignature', 403003],
  ['had no empty parameter', SIGNED.replace('empty=&', ''), 'wrongSignature', 403003],
  ['had a name in another case', SIGNED.replace('siteId', 'siteID'), 'wrongSignature', 403003],
  ['is signed by another key', SIGNED.replace('userKey=AKey_1&', ''), 'wrongSignature', 403003],
  ['has a key that nobody has', SIGNED.replace('AKey_1', 'AKey_2'), 'unknownKey', 403005],
  ['has a wrong secret', 'apiKey=3_site&userKey=AKey_1&secret=AAAA', 'wrongSecret', 403010],
  ['has a secret for a key that nobody has', 'apiKey=3_site&userKey=AKey_2&secret=AAAA', 'unknownKey', 403005],
])('refuses a request that %s', (_, body, reason, errorCode) => {
  expect(judge(call(body))).toMatchObject({ valid: false, reason, errorCode });
});

it.each([
  ['another method', { method: 'GET' }],
  ['another path', { url: 'https://certs.example.test/certs.revoke' }],
  ['another host', { url: 'https://certs.example.org/certs.list' }],
  ['another scheme', { url: 'http://certs.example.test/certs.list' }],
])('refuses a signature that was made for %s', (_, change) => {
  expect(judge({ ...call(SIGNED), ...change })).toMatchObject({ reason: 'wrongSignature' });
});

it.each([
  [120, true],
  [121, false],
  [-120, true],
  [-121, false],
])('judges a request %d seconds later by two minutes: %s', (seconds, valid) => {
  expect(judge(call(SIGNED), later(seconds))).toMatchObject({ valid });
});

it('hands on what a replay is known by', () => {
  expect(readCredentials(call(SIGNED), NOW)).toMatchObject({ by: 'signature', nonce: 'n-1', timestamp: 1431496000 });
});

it('costs and tells the same for an unknown key as for a wrong signature', () => {
  const bodies = [SIGNED.replace('acme', 'acne'), SIGNED.replace('AKey_1', 'AKey_2')];
  const seen: unknown[] = [];
  for (const body of bodies) {
    const hmacs = jest.spyOn(crypto, 'createHmac').mockClear();
    const refusal = judge(call(body));
    if (refusal.valid) throw new Error('accepted');
    seen.push([told(refusal), hmacs.mock.calls.length]);
  }
  expect(seen).toEqual(Array(2).fill([{ valid: false, reason: 'wrongSignature', errorCode: 403003 }, 2]));
});

it('tells the same for an unknown key as for a wrong secret', () => {
  const answers: unknown[] = [];
  for (const userKey of ['AKey_1', 'AKey_2']) {
    const refusal = judge(call(`apiKey=3_site&userKey=${userKey}&secret=AAAA`));
    answers.push(refusal.valid || told(refusal));
  }
  expect(answers).toEqual(Array(2).fill({ valid: false, reason: 'wrongSecret', errorCode: 403010 }));
});

it('tells other refusals as they are', () => {
  const expired = { valid: false, reason: 'requestExpired', errorCode: 403002 } as const;
  expect(told(expired)).toBe(expired);
});

it('sees a secret on any call without TLS', () => {
  const [open, closed] = ['HTTP://certs.example.test/', 'HTTPS://certs.example.test/'];
  const form = parseForm('secret=x');
  expect([open, closed].map((url) => isSecretOverHttp({ url, form }))).toEqual([true, false]);
  expect(isSecretOverHttp({ url: open ?? '', form: parseForm('secrets=x&sig=y') })).toBe(false);
});

it('never shows a presented secret', () => {
  const read = readCredentials(call(`apiKey=3_site&secret=${encodeURIComponent(PARTNER_TEXT)}`), NOW);
  expect(JSON.stringify(read)).toBe('{"valid":true,"by":"secret","owner":{"apiKey":"3_site"},"presented":{}}');
});
