import {
  covers,
  isVendorRole,
  may,
  mayGrant,
  type Permission,
  type Principal,
  ROLES,
  type Role,
  type Scope,
  sees,
} from '../../../core/principal.ts';

const site = (partnerId: string, siteId: string) => ({ partnerId, siteId });
const scope = (partnerId: string | null, sites: Scope['sites'] = '*'): Scope => ({ partnerId, sites });
const caller = (role: Role, { partnerId, sites }: Scope): Principal => ({
  kind: 'member',
  id: 'ann',
  partnerId,
  sites,
  permissions: ROLES[role],
});

it.each<[string, Scope, boolean, boolean, boolean]>([
  // who                                              acme/shop  acme/blog  other/shop2
  ['the vendor', scope(null), true, true, true],
  ['the vendor, for one site', scope(null, ['shop']), true, false, false],
  ['a partner', scope('acme'), true, true, false],
  ['a partner, for one site', scope('acme', ['shop']), true, false, false],
  ['a partner that names a site of another', scope('acme', ['shop2']), false, false, false],
  ['another partner', scope('other'), false, false, true],
  ['a partner without sites', scope('acme', []), false, false, false],
])('reaches its own sites and no other: %s', (_, who, shop, blog, shop2) => {
  const seen = [site('acme', 'shop'), site('acme', 'blog'), site('other', 'shop2')].map((each) => sees(who, each));
  expect(seen).toEqual([shop, blog, shop2]);
});

it.each<[Role, Permission[]]>([
  [
    'platform',
    [
      'sites.read',
      'sites.write',
      'certificates.read',
      'certificates.write',
      'tickets',
      'applications',
      'members',
      'audit',
    ],
  ],
  ['on-call', ['sites.read', 'certificates.read', 'certificates.write', 'tickets', 'audit']],
  [
    'customer-admin',
    ['sites.read', 'sites.write', 'certificates.read', 'certificates.write', 'applications', 'members', 'audit'],
  ],
  ['customer-reader', ['sites.read', 'certificates.read']],
])('lets a role do what it is for: %s', (role, permissions) => {
  expect(ROLES[role]).toEqual(permissions);
  expect(isVendorRole(role)).toBe(!role.startsWith('customer'));
});

it('may do what its permissions say, wherever its scope reaches', () => {
  const reader = caller('customer-reader', scope('acme', ['shop']));
  expect(may(reader, 'certificates.read')).toBe(true);
  expect(may(reader, 'certificates.write')).toBe(false);
  expect(sees(reader, site('acme', 'shop'))).toBe(true);
  expect(sees(reader, site('acme', 'blog'))).toBe(false);
  expect(sees(reader, site('other', 'shop'))).toBe(false);
});

it.each<[string, Scope, Scope, boolean]>([
  ['the vendor, a partner', scope(null), scope('acme'), true],
  ['the vendor, itself', scope(null), scope(null), true],
  ['a partner, itself', scope('acme'), scope('acme'), true],
  ['a partner, one of its sites', scope('acme'), scope('acme', ['shop']), true],
  ['a partner, the vendor', scope('acme'), scope(null), false],
  ['a partner, another', scope('acme'), scope('other', ['shop']), false],
  ['one site, all sites', scope('acme', ['shop']), scope('acme'), false],
  ['one site, itself', scope('acme', ['shop']), scope('acme', ['shop']), true],
  ['one site, another', scope('acme', ['shop']), scope('acme', ['shop', 'blog']), false],
])('covers what lies wholly within: %s', (_, who, other, covered) => {
  expect(covers(who, other)).toBe(covered);
});

it('lets nobody give more than they have', () => {
  const admin = caller('customer-admin', scope('acme'));
  const grant = (permissions: readonly Permission[], where = scope('acme')) => ({ ...where, permissions });
  expect(mayGrant(admin, grant(ROLES['customer-admin']))).toBe(true);
  expect(mayGrant(admin, grant(ROLES['customer-reader'], scope('acme', ['shop'])))).toBe(true);
  expect(mayGrant(admin, grant(['tickets']))).toBe(false);
  expect(mayGrant(admin, grant(['sites.read'], scope('other')))).toBe(false);
  expect(mayGrant(admin, grant(['sites.read'], scope(null)))).toBe(false);
  expect(mayGrant(caller('customer-admin', scope('acme', ['shop'])), grant(['sites.read']))).toBe(false);
});
