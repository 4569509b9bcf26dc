import crypto from 'node:crypto';
import { secretOf } from '../../../../core/security/secret.ts';
import { calcSignature, signatureMatches } from '../../../../core/security/signature.ts';
import { APPLICATION, PARTNER } from './invented-secrets.ts';

const RIGHT = 'C88FphfKJgXrr6P06iR238cFCN4=';

afterEach(() => jest.restoreAllMocks());

it('signs the UTF-8 bytes as they are: composed and decomposed text differ', () => {
  expect(calcSignature('1431496000_abc', PARTNER)).toBe('C88FphfKJgXrr6P06iR238cFCN4=');
  expect(calcSignature('1431496000_jos\u00e9', PARTNER)).toBe('wZ3eJtqcybodOzDRnH9fwGtzG2o=');
  expect(calcSignature('1431496000_jose\u0301', PARTNER)).toBe('RoYyY/EYZpL86DAttDNTHFkok2g=');
});

it('knows its signature', () => {
  expect(signatureMatches('1431496000_abc', RIGHT, [PARTNER])).toBe(true);
});

it('knows the signatures of both secrets of a rotation', () => {
  expect(signatureMatches('1431496000_abc', RIGHT, [APPLICATION, PARTNER])).toBe(true);
  expect(signatureMatches('1431496000_abc', 'iJ7oB7Nsq7DA5aHA25aCNHXbA2Y=', [APPLICATION, PARTNER])).toBe(true);
});

it.each([
  ['empty', ''],
  ['without padding', 'C88FphfKJgXrr6P06iR238cFCN4'],
  ['with more padding', 'C88FphfKJgXrr6P06iR238cFCN4=='],
  ['with a blank', 'C88FphfKJgXrr6P06iR238cFCN4= '],
  ['percent-encoded', 'C88FphfKJgXrr6P06iR238cFCN4%3D'],
  ['in another case', 'c88fPHFkjGxRR6p06Ir238CfcN4='],
  ['the same bytes in other BASE64', 'C88FphfKJgXrr6P06iR238cFCN5='],
  ['of other characters, as many', 'é88FphfKJgXrr6P06iR238cFCN4='],
  ['of characters whose low bytes are right', '\u014388FphfKJgXrr6P06iR238cFCN4='],
  ['of another secret', 'iJ7oB7Nsq7DA5aHA25aCNHXbA2Y='],
])('refuses a signature that is %s', (_, presented) => {
  expect(signatureMatches('1431496000_abc', presented, [PARTNER])).toBe(false);
});

it('knows no signature of an unknown key, not even one of the stand-in', () => {
  const standIn = calcSignature('1431496000_abc', secretOf(Buffer.alloc(32)));
  expect(signatureMatches('1431496000_abc', standIn, [])).toBe(false);
});

it('knows no signature of text that UTF-8 cannot carry', () => {
  // Of 1431496000_ and U+FFFD, which a lone surrogate turns into.
  expect(signatureMatches('1431496000_\ufffd', 'ZKQNZZg1/h53cH8RhyRCZkAw2R8=', [PARTNER])).toBe(true);
  expect(signatureMatches('1431496000_\ud800', 'ZKQNZZg1/h53cH8RhyRCZkAw2R8=', [PARTNER])).toBe(false);
});

it.each([
  ['an unknown key', []],
  ['one secret', [APPLICATION]],
  ['a rotation', [APPLICATION, APPLICATION]],
] as const)('refuses at the same cost: %s', (_, secrets) => {
  const hmacs = jest.spyOn(crypto, 'createHmac');
  const comparisons = jest.spyOn(crypto, 'timingSafeEqual');
  expect(signatureMatches('1431496000_abc', RIGHT, secrets)).toBe(false);
  expect([hmacs.mock.calls.length, comparisons.mock.calls.length]).toEqual([2, 2]);
});
