import {
  constructFriendSignature,
  constructUserSignature,
  friendBaseString,
  validateFriendSignature,
  validateUserSignature,
} from '../../../../core/security/uid-signature.ts';
import { APPLICATION, NOW, PARTNER } from './invented-secrets.ts';

const judge = { secrets: [PARTNER], now: NOW } as const;

it('constructs what the vendor puts beside a UID', () => {
  expect(constructUserSignature({ UID: 'abc', timestamp: '1431496000' }, PARTNER)).toBe('C88FphfKJgXrr6P06iR238cFCN4=');
});

it.each([
  ['1431496000', 'C88FphfKJgXrr6P06iR238cFCN4='],
  ['1431495820', 'Y28I1m9OLl1Xxvr6zzGyU6i8Kkk='],
  ['1431496180', 'OJ9VNfTXd8iU19If3Pjv8iVyis0='],
])('accepts a UID that was signed at %s', (timestamp, signature) => {
  expect(validateUserSignature({ UID: 'abc', timestamp, signature, ...judge })).toEqual({ valid: true });
});

it.each([
  ['181 seconds ago', 'abc', '1431495819', 'RHXVEODoJhKiDDGuVkMAnpOJ9+k=', 'signatureExpired', 400128],
  ['181 seconds ahead', 'abc', '1431496181', 'UxelAVEyXs1IMp9e54ztBe0SEb8=', 'signatureExpired', 400128],
  ['in milliseconds', 'abc', '1431496000000', 'urKOucO1dpYQCpIIldvg/ZU6l4I=', 'signatureExpired', 400128],
  ['at a time with a sign', 'abc', '+1431496000', 'C4GXBqavLRdLtqCF8g530dnixio=', 'invalidTimestamp', 400006],
  ['for another', 'abd', '1431496000', 'C88FphfKJgXrr6P06iR238cFCN4=', 'wrongSignature', 403003],
  ['in another case', 'ABC', '1431496000', 'C88FphfKJgXrr6P06iR238cFCN4=', 'wrongSignature', 403003],
  [
    'composed, for the decomposed',
    'jose\u0301',
    '1431496000',
    'wZ3eJtqcybodOzDRnH9fwGtzG2o=',
    'wrongSignature',
    403003,
  ],
  ['at another second', 'abc', '1431496001', 'C88FphfKJgXrr6P06iR238cFCN4=', 'wrongSignature', 403003],
  ['by an application', 'abc', '1431496000', 'iJ7oB7Nsq7DA5aHA25aCNHXbA2Y=', 'wrongSignature', 403003],
])('refuses a UID that was signed %s', (_, UID, timestamp, signature, reason, errorCode) => {
  expect(validateUserSignature({ UID, timestamp, signature, ...judge })).toMatchObject({
    valid: false,
    reason,
    errorCode,
  });
});

it('takes another window where a service documents one', () => {
  const signed = { UID: 'abc', timestamp: '1431495819', signature: 'RHXVEODoJhKiDDGuVkMAnpOJ9+k=', ...judge };
  expect(validateUserSignature({ ...signed, windowSeconds: 300 })).toEqual({ valid: true });
});

describe('a friendship', () => {
  const signed = { UID: 'me', friendUID: 'friend', timestamp: '1431496000' };
  const signature = 'Yxbv6L3bMet3IK1iGfgEyTytOAk=';

  it('is signed friend first', () => {
    expect(friendBaseString(signed)).toBe('1431496000_friend_me');
    expect(constructFriendSignature(signed, PARTNER)).toBe(signature);
    expect(validateFriendSignature({ ...signed, signature, ...judge })).toEqual({ valid: true });
  });

  it.each([
    ['with the two swapped', { UID: 'friend', friendUID: 'me' }],
    ['with another friend', { friendUID: 'fiend' }],
  ])('is refused %s', (_, change) => {
    expect(validateFriendSignature({ ...signed, ...change, signature, ...judge })).toMatchObject({
      reason: 'wrongSignature',
    });
  });

  it('cannot tell where a UID with an underscore begins, nor itself from a UID: the format has no more', () => {
    const shared = 'Mgo3ANnDbMuCgiFJM3EDxWg+Z0Q=';
    expect([
      constructFriendSignature({ friendUID: 'a', UID: 'b_c', timestamp: '1431496000' }, PARTNER),
      constructFriendSignature({ friendUID: 'a_b', UID: 'c', timestamp: '1431496000' }, PARTNER),
      constructUserSignature({ UID: 'a_b_c', timestamp: '1431496000' }, PARTNER),
    ]).toEqual([shared, shared, shared]);
    expect(constructUserSignature({ UID: 'a_b_c', timestamp: '1431496000' }, APPLICATION)).toBe(
      'xDiWuIZJyVmWF8mLG/Q4D7xlqUs=',
    );
  });
});
