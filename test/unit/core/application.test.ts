import { inspect } from 'node:util';
import {
  type Application,
  countingSecrets,
  principalOfApplication,
  signingGrantOf,
  signingKeyOf,
  viewApplication,
} from '../../../core/application.ts';
import { secretOf } from '../../../core/security/secret.ts';

const APPLICATION: Application = {
  userKey: '0123456789abcdef01234567',
  kind: 'application',
  name: 'Release pipeline',
  description: '',
  partnerId: 'acme',
  sites: ['shop'],
  permissions: ['certificates.read'],
  sealedSecrets: 'c2VhbGVk',
  createdAt: '2026-11-21T10:00:00.000Z',
  createdBy: 'ann',
};
const [current, previous] = [secretOf(Buffer.alloc(32, 1)), secretOf(Buffer.alloc(32, 2))];

it('counts the secret before the last until its overlap is over, and not at that moment', () => {
  const rotated = { ...APPLICATION, previousUntil: '2026-11-21T12:00:00.000Z' };
  const at = (time: string) => new Date(`2026-11-21T${time}Z`);
  expect(countingSecrets(rotated, [current, previous], at('11:59:59'))).toEqual([current, previous]);
  expect(countingSecrets(rotated, [current, previous], at('12:00:00'))).toEqual([current]);
  expect(countingSecrets(APPLICATION, [current], at('12:00:00'))).toEqual([current]);
  expect(countingSecrets(APPLICATION, [], at('12:00:00'))).toEqual([]);
});

it('shows nothing of its secrets, sealed or open', () => {
  const { sealedSecrets: _, ...shown } = APPLICATION;
  expect(viewApplication(APPLICATION)).toEqual(shown);
  expect(`${inspect(current)}${JSON.stringify(current)}${current}`).not.toMatch(/AQEB|0101/);
});

it('calls as what it was made for', () => {
  expect(principalOfApplication(APPLICATION)).toEqual({
    kind: 'application',
    id: '0123456789abcdef01234567',
    partnerId: 'acme',
    sites: ['shop'],
    permissions: ['certificates.read'],
  });
});

it('has one signing key an owner, worth the strongest of its roles', () => {
  expect([signingKeyOf('acme'), signingKeyOf(null)]).toEqual(['partner_acme', 'partner_']);
  expect(signingGrantOf('acme').permissions).not.toContain('tickets');
  expect(signingGrantOf(null)).toMatchObject({ partnerId: null, sites: '*' });
  expect(signingGrantOf(null).permissions).toContain('tickets');
});
