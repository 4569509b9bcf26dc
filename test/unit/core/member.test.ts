import { type Member, principalOfMember, roleProblem } from '../../../core/member.ts';
import type { Role } from '../../../core/principal.ts';

it.each<[Role, string | null, string | undefined]>([
  ['platform', null, undefined],
  ['on-call', null, undefined],
  ['customer-admin', 'acme', undefined],
  ['customer-reader', 'acme', undefined],
  ['platform', 'acme', 'is a role of the vendor’s own people'],
  ['on-call', 'acme', 'is a role of the vendor’s own people'],
  ['customer-admin', null, 'is a role of partners: name the partnerId'],
])('has its role where it belongs: %s of %s', (role, partnerId, problem) => {
  expect(roleProblem(role, partnerId)).toBe(problem);
});

it('calls with the permissions of its role', () => {
  const member: Member = { UID: 'ann', partnerId: 'acme', role: 'customer-reader', sites: '*', setAt: '', setBy: '' };
  expect(principalOfMember(member)).toEqual({
    kind: 'member',
    id: 'ann',
    partnerId: 'acme',
    sites: '*',
    permissions: ['sites.read', 'certificates.read'],
  });
});
