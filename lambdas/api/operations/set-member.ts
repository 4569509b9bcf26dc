/** members.set: a UID gets its role. Nobody gives a role that can do more than they can, nor takes one from who can. */
import { type Member, roleProblem } from '../../../core/member.ts';
import { mayGrant, ROLES } from '../../../core/principal.ts';
import { refuseGrant } from '../../authentication/permit.ts';
import { invalidField } from '../input.ts';
import type { AccessTools, Operation } from '../operation.ts';

export function setMember({ members }: AccessTools): Operation<'members.set'> {
  return async ({ UID, partnerId: wanted, role, sites }, { principal, now }) => {
    const partnerId = wanted ?? principal.partnerId;
    const member: Member = { UID, partnerId, role, sites, setAt: now.toISOString(), setBy: principal.id };
    const mayGive = (one: Member) => mayGrant(principal, { ...one, permissions: ROLES[one.role] });
    const problem = roleProblem(role, partnerId);
    if (problem) throw invalidField('role', problem);
    if (!mayGive(member)) refuseGrant('members.set');
    const before = await members.find(partnerId, UID);
    if (before && !mayGive(before)) refuseGrant('members.set');
    await members.put(member);
    return member;
  };
}
