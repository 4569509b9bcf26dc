import type { Secrets } from '../../../../core/security/secret.ts';
import {
  checkDynamicSession,
  dynamicCookieName,
  dynamicSessionCookie,
  loginCookieName,
  loginTokenIn,
  loginTokenOf,
  readDynamicSession,
  slideDynamicSession,
} from '../../../../core/security/session-cookie.ts';
import { APPLICATION, NOW, PARTNER } from './invented-secrets.ts';

const issue = { apiKey: '3_site', loginToken: 'token', timeoutSeconds: 300, secret: PARTNER, now: NOW };
const BY_PARTNER = '1431496300_qW0IqIW24XYnt/sKh83bL/rMRWA=';
const BY_APPLICATION = '1431496300_AKey_1_O6Q6W9u6TN2Gv+F1/Aup/sxkemQ=';

it("is signed with the partner's secret", () => {
  expect(dynamicSessionCookie(issue)).toEqual({ name: 'gltexp_3_site', value: BY_PARTNER, expiresAt: 1431496300 });
});

it("is signed with an application's secret in its own form", () => {
  expect(dynamicSessionCookie({ ...issue, userKey: 'AKey_1', secret: APPLICATION }).value).toBe(BY_APPLICATION);
});

it('has the names that the vendor gave', () => {
  expect([loginCookieName('3_site'), dynamicCookieName('3_site')]).toEqual(['glt_3_site', 'gltexp_3_site']);
});

it('rounds the clock down', () => {
  expect(dynamicSessionCookie({ ...issue, now: new Date(1431496000999) }).value).toBe(BY_PARTNER);
});

it('finds the login token before the first pipe', () => {
  expect(loginTokenOf('token|UUID=1|x')).toBe('token');
  expect(loginTokenIn('a=b; glt_3_site=to%2Bken%7CUUID%3D1', '3_site')).toBe('to+ken');
});

it.each(['', 'glt_3_site=', 'glt_3_other=token', 'glt_3_site=%7CUUID'])('finds no session in %j', (header) => {
  expect(loginTokenIn(header, '3_site')).toBeUndefined();
});

it('comes apart at the first and the last underscore', () => {
  expect(readDynamicSession(BY_APPLICATION)).toEqual({
    valid: true,
    expiresAt: 1431496300,
    userKey: 'AKey_1',
    signature: 'O6Q6W9u6TN2Gv+F1/Aup/sxkemQ=',
  });
});

it.each([
  '',
  '_',
  'qW0IqIW24XYnt/sKh83bL/rMRWA=',
  '_qW0IqIW24XYnt/sKh83bL/rMRWA=',
  '1431496300__x',
  '1e9_x',
  '1431496300000_x',
  ' 1_x',
])('does not come apart: %j', (value) => {
  expect(readDynamicSession(value)).toEqual({ valid: false, reason: 'invalidSession', errorCode: 403012 });
});

function check(value: string, secrets: Secrets = [PARTNER], loginToken = 'token') {
  const claim = readDynamicSession(value);
  return claim.valid ? checkDynamicSession({ claim, loginToken, secrets, now: NOW }) : claim;
}

it('lasts until its second, in both forms and through a rotation', () => {
  const alive = { valid: true, expiresAt: 1431496300 };
  expect([check(BY_PARTNER), check(BY_PARTNER, [APPLICATION, PARTNER]), check(BY_APPLICATION, [APPLICATION])]).toEqual([
    alive,
    alive,
    alive,
  ]);
});

it('lasts 400 days at most', () => {
  expect(check('1466056000_6wkWm1owOixoBs6dC5292D4tj3E=')).toMatchObject({ valid: true });
  expect(check('1466056001_YZEXoAKi4C+6o5L1FKs+NAD2p4E=')).toMatchObject({ reason: 'invalidSession' });
});

it.each([
  ['at its second', '1431496000_dfpjvKlM1dfEKNLbFcj0FX20DiE=', [PARTNER], 'token', 'sessionExpired'],
  ['when the time was changed', '1431496301_qW0IqIW24XYnt/sKh83bL/rMRWA=', [PARTNER], 'token', 'wrongSignature'],
  ['for another token', BY_PARTNER, [PARTNER], 'token2', 'wrongSignature'],
  ['with another secret', BY_PARTNER, [APPLICATION], 'token', 'wrongSignature'],
  ['for an application that is gone', BY_APPLICATION, [], 'token', 'wrongSignature'],
  ['with its user key cut out', '1431496300_O6Q6W9u6TN2Gv+F1/Aup/sxkemQ=', [APPLICATION], 'token', 'wrongSignature'],
  ['still encoded', '1431496300_qW0IqIW24XYnt/sKh83bL/rMRWA%3D', [PARTNER], 'token', 'wrongSignature'],
] as const)('is over %s', (_, value, secrets, token, reason) => {
  expect(check(value, secrets, token)).toMatchObject({ valid: false, reason });
});

it('slides while it is valid and from the login on, and is never revived', () => {
  expect(slideDynamicSession('login', issue)?.value).toBe(BY_PARTNER);
  expect(slideDynamicSession(check(BY_PARTNER), issue)?.value).toBe(BY_PARTNER);
  expect(slideDynamicSession(check('1431496000_dfpjvKlM1dfEKNLbFcj0FX20DiE='), issue)).toBeUndefined();
});
