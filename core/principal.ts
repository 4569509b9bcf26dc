/**
 * Who calls, and what it may see and do. Tenancy is decided here and nowhere else: what a caller may not see is answered like
 * what does not exist, so nothing here says which of the two it was.
 */

export const PERMISSIONS = [
  'sites.read',
  'sites.write',
  'certificates.read',
  'certificates.write',
  'tickets',
  'applications',
  'members',
  'audit',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What an operation asks for. `public`: nothing; `authenticated`: any application, whatever its permissions. */
export type RequiredPermission = Permission | 'public' | 'authenticated';

/** What a person may do, by the role of the membership. */
export const ROLES = {
  platform: PERMISSIONS,
  'on-call': ['sites.read', 'certificates.read', 'certificates.write', 'tickets', 'audit'],
  'customer-admin': [
    'sites.read',
    'sites.write',
    'certificates.read',
    'certificates.write',
    'applications',
    'members',
    'audit',
  ],
  'customer-reader': ['sites.read', 'certificates.read'],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof ROLES;

/** The vendor's own people work for all partners; a partner's people have the other roles. */
export function isVendorRole(role: Role): boolean {
  return role === 'platform' || role === 'on-call';
}

/** Whose sites: those of one partner, or everyone's (null: the vendor itself); of these all, or the named ones. */
export interface Scope {
  partnerId: string | null;
  sites: '*' | readonly string[];
}

/** What somebody may do, and where. */
export interface Grant extends Scope {
  permissions: readonly Permission[];
}

/** A caller that has proven who it is. */
export interface Principal extends Grant {
  kind: 'application' | 'member' | 'platform';
  /** The user key of an application, the UID of a member. */
  id: string;
}

/** A site, as much as tenancy needs of it. */
export interface OwnedSite {
  siteId: string;
  partnerId: string;
}

/** Does the scope reach the site? */
export function sees({ partnerId, sites }: Scope, site: OwnedSite): boolean {
  return (partnerId === null || partnerId === site.partnerId) && (sites === '*' || sites.includes(site.siteId));
}

/** May it do that at all? With which sites, `sees` says. */
export function may(principal: Principal, permission: Permission): boolean {
  return principal.permissions.includes(permission);
}

/** Is the other scope within this one? Who holds less than an application or a member has must neither see nor end it. */
export function covers(scope: Scope, other: Scope): boolean {
  const samePartner = scope.partnerId === null || scope.partnerId === other.partnerId;
  const { sites } = scope;
  if (!samePartner || sites === '*') return samePartner;
  return other.sites !== '*' && other.sites.every((siteId) => sites.includes(siteId));
}

/** May it hand that out? Nobody gives, nor gets by a new secret, what it does not have itself. */
export function mayGrant(principal: Principal, grant: Grant): boolean {
  const has = (permission: Permission) => principal.permissions.includes(permission);
  return covers(principal, grant) && grant.permissions.every(has);
}
