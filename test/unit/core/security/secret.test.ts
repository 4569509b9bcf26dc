import { inspect } from 'node:util';
import { isOneOf, parseSecret, revealSecret, secretOf } from '../../../../core/security/secret.ts';
import { APPLICATION, PARTNER, PARTNER_TEXT } from './invented-secrets.ts';

it.each([
  ['as the dashboard shows it', PARTNER_TEXT],
  ['with a line end of a file', `${PARTNER_TEXT}\n`],
  ['with blanks around', `  ${PARTNER_TEXT} `],
])('reads a secret %s', (_, text) => {
  const parsed = parseSecret(text);
  expect(parsed.valid && revealSecret(parsed.secret)).toBe('ZmFrZS1wYXJ0bmVyLXNlY3JldC0wMTIzNDU2Nzg5YWI=');
});

it.each([
  ['empty', ''],
  ['blank', '   '],
  ['without its padding', 'ZmFrZS1wYXJ0bmVyLXNlY3JldC0wMTIzNDU2Nzg5YWI'],
  ['in the URL-safe alphabet', '----------------------------------------__8='],
  ['with a blank inside', 'ZmFrZS1wYXJ0bmVy LXNlY3JldC0wMTIzNDU2Nzg5YWI='],
  ['with padding in the middle', 'abc=def'],
  ['with bits beside its bytes', 'ZmFrZS1wYXJ0bmVyLXNlY3JldC0wMTIzNDU2Nzg5YWJ='],
  ['percent-encoded', 'ZmFrZS1wYXJ0bmVyLXNlY3JldC0wMTIzNDU2Nzg5YWI%3D'],
  ['shorter than 16 bytes', 'MTUgYnl0ZXMgYXJlIGZl'],
])('refuses a secret that is %s', (_, text) => {
  expect(parseSecret(text)).toEqual({
    valid: false,
    reason: 'invalidSecret',
    errorCode: 400006,
    parameters: ['secret'],
  });
});

it('shows nothing of itself', () => {
  const shown = [inspect({ PARTNER }, { depth: 9, showHidden: true }), JSON.stringify({ PARTNER }), `${PARTNER}`];
  expect(shown.join()).not.toMatch(/fake|ZmFrZS|102, 97, 107/);
  expect(JSON.stringify({ PARTNER })).toBe('{"PARTNER":{}}');
});

it('makes a new secret of the random bytes it is given, and of no fewer than 32', () => {
  expect(revealSecret(secretOf(Buffer.alloc(32, 1)))).toBe('AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=');
  expect(() => secretOf(Buffer.alloc(31))).toThrow(RangeError);
});

it('knows the secrets of a rotation, and none of an unknown key', () => {
  expect([
    isOneOf(PARTNER, [PARTNER]),
    isOneOf(PARTNER, [APPLICATION, PARTNER]),
    isOneOf(PARTNER, [APPLICATION]),
    isOneOf(PARTNER, []),
    isOneOf(secretOf(Buffer.alloc(32)), []),
  ]).toEqual([true, true, false, false, false]);
});
