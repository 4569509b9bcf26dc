import {
  cookieAgeOf,
  judgeSession,
  type SessionPolicy,
  settleSession,
} from '../../../../core/security/session-policy.ts';
import { NOW } from './invented-secrets.ts';

it.each([
  ['the default with RaaS', { raasEnabled: true }, 0],
  ['the default without', { raasEnabled: false }, -2],
  ['Global Conf over the default', { globalConf: 3600, raasEnabled: true }, 3600],
  ['the parameter over Global Conf', { apiParameter: 60, globalConf: 3600, raasEnabled: true }, 60],
  ['0, which is a value', { apiParameter: 0, globalConf: 3600, raasEnabled: false }, 0],
  ['0 of Global Conf', { globalConf: 0, raasEnabled: false }, 0],
  ['-1', { apiParameter: -1, raasEnabled: true }, -1],
])('settles on %s', (_, settings, expiration) => {
  expect(settleSession(settings)).toMatchObject({ valid: true, expiration });
});

it.each([
  [0, { ends: 'withBrowser' }],
  [-1, { ends: 'dynamically' }],
  [-2, { ends: 'never' }],
  [3600, { ends: 'afterSeconds', seconds: 3600 }],
])('reads %d', (apiParameter, policy) => {
  expect(settleSession({ apiParameter, raasEnabled: true })).toMatchObject({ policy });
});

it.each([-3, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300])('refuses %d', (apiParameter) => {
  expect(settleSession({ apiParameter, raasEnabled: true })).toEqual({
    valid: false,
    reason: 'invalidSessionExpiration',
    errorCode: 400006,
    parameters: ['sessionExpiration'],
  });
});

const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

it.each<[string, SessionPolicy, number, { valid: boolean } | undefined, boolean]>([
  ['with the browser, years later', { ends: 'withBrowser' }, 1e8, undefined, true],
  ['never, years later, whatever gltexp_ says', { ends: 'never' }, 1e8, { valid: false }, true],
  ['dynamically, with a valid cookie', { ends: 'dynamically' }, 1e6, { valid: true }, true],
  ['dynamically, with an invalid one', { ends: 'dynamically' }, 1, { valid: false }, false],
  ['dynamically, with none', { ends: 'dynamically' }, 0, undefined, false],
  ['after 60 s, at 59', { ends: 'afterSeconds', seconds: 60 }, 59, undefined, true],
  ['after 60 s, at 60', { ends: 'afterSeconds', seconds: 60 }, 60, { valid: true }, false],
])('judges a session that ends %s', (_, policy, after, dynamic, valid) => {
  expect(judgeSession({ policy, loggedInAt: NOW, now: at(after), ...(dynamic && { dynamic }) }).valid).toBe(valid);
});

it('says that a session is over', () => {
  expect(judgeSession({ policy: { ends: 'dynamically' }, loggedInAt: NOW, now: NOW })).toEqual({
    valid: false,
    reason: 'sessionExpired',
    errorCode: 403011,
  });
});

it.each<[SessionPolicy, number | undefined]>([
  [{ ends: 'withBrowser' }, undefined],
  [{ ends: 'dynamically' }, 34_560_000],
  [{ ends: 'never' }, 34_560_000],
  [{ ends: 'afterSeconds', seconds: 60 }, 60],
  [{ ends: 'afterSeconds', seconds: 1e9 }, 34_560_000],
])('keeps the login cookie of %j for %s seconds', (policy, seconds) => {
  expect(cookieAgeOf(policy)).toBe(seconds);
});
