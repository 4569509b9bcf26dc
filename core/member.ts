/** A member: a UID of somebody's user base, and its role here. UIDs are an owner's own: two partners may both have an `ann`. */
import { isVendorRole, type Principal, ROLES, type Role, type Scope } from './principal.ts';

export interface Member extends Scope {
  UID: string;
  role: Role;
  setAt: string;
  setBy: string;
}

/** Why the role cannot be given there, as the words that follow the field's name. */
export function roleProblem(role: Role, partnerId: string | null): string | undefined {
  if (isVendorRole(role) === (partnerId === null)) return undefined;
  return partnerId === null ? 'is a role of partners: name the partnerId' : 'is a role of the vendor’s own people';
}

export function principalOfMember({ UID, partnerId, sites, role }: Member): Principal {
  return { kind: 'member', id: UID, partnerId, sites, permissions: ROLES[role] };
}
