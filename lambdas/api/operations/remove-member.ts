/** members.remove: the UID may do nothing any more; each call of a session reads its member anew. Nobody removes who can do more than they can. */
import { ServiceError } from '../../../core/errors.ts';
import { principalOfMember } from '../../../core/member.ts';
import { covers, mayGrant } from '../../../core/principal.ts';
import { refuseGrant } from '../../authentication/permit.ts';
import type { AccessTools, Operation } from '../operation.ts';

export function removeMember({ members }: AccessTools): Operation<'members.remove'> {
  return async ({ UID, partnerId: wanted }, { principal }) => {
    const partnerId = wanted ?? principal.partnerId;
    const member = await members.find(partnerId, UID);
    if (!member || !covers(principal, member)) throw new ServiceError('MemberUnknown', { UID });
    if (!mayGrant(principal, principalOfMember(member))) refuseGrant('members.remove');
    await members.remove(partnerId, UID);
    return member;
  };
}
