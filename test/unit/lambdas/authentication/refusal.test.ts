import type { ErrorCode } from '../../../../core/errors.ts';
import { type DoorReason, errorOf, refused } from '../../../../lambdas/authentication/refusal.ts';

it.each<[DoorReason, ErrorCode]>([
  ['secretOverHttp', 'SecretOverHttp'],
  ['malformedRequest', 'RequestUnreadable'],
  ['unreadableAuthorization', 'RequestUnreadable'],
  ['unsignableUrl', 'RequestUnreadable'],
  ['missingParameter', 'MissingParameter'],
  ['duplicateParameter', 'InvalidParameter'],
  ['twoCredentials', 'InvalidParameter'],
  ['unsignableName', 'InvalidParameter'],
  ['unsignableValue', 'InvalidParameter'],
  ['invalidTimestamp', 'InvalidParameter'],
  ['invalidNonce', 'InvalidParameter'],
  ['invalidSecret', 'InvalidParameter'],
  ['invalidSessionExpiration', 'InvalidParameter'],
  ['signatureExpired', 'SignatureExpired'],
  ['requestExpired', 'RequestExpired'],
  ['wrongSecret', 'WrongSecret'],
  ['wrongSignature', 'WrongSignature'],
  ['replayed', 'Replayed'],
  ['sessionExpired', 'SessionEnded'],
  ['invalidSession', 'SessionInvalid'],
  ['notSignedIn', 'NotSignedIn'],
  ['foreignOrigin', 'ForeignOrigin'],
  ['notAMember', 'NotAMember'],
  ['unknownApiKey', 'ApiKeyUnknown'],
  ['lockedOut', 'LockedOut'],
  ['tooManyCalls', 'TooManyCalls'],
])('tells of %s as %s', (reason, code) => {
  const facts = { apiKey: '3_Key', until: 'noon', limit: '50' };
  expect(errorOf(refused(reason, { facts, parameters: ['nonce'] })).name).toBe(code);
});

it('tells of an unknown key what it tells of a wrong one, word for word', () => {
  for (const [by, reason] of [
    ['secret', 'wrongSecret'],
    ['signature', 'wrongSignature'],
  ] as const) {
    const [unknown, wrong] = [errorOf(refused('unknownKey', { by })), errorOf(refused(reason, { by }))];
    expect([unknown.name, unknown.message, unknown.remedy]).toEqual([wrong.name, wrong.message, wrong.remedy]);
  }
});

it('names the fields at fault', () => {
  const { message, details } = errorOf(refused('duplicateParameter', { parameters: ['apiKey'] }));
  expect(message).toBe('The request is not valid: apiKey is given more than once');
  expect(details).toEqual({ fields: [{ field: 'apiKey', problem: 'is given more than once' }] });
  expect(errorOf(refused('missingParameter', { parameters: ['apiKey', 'sig'] })).message).toBe(
    'The call lacks apiKey and sig.',
  );
});
