/** members.remove: the UID may do nothing any more; each call of a session reads its member anew. */
import { ServiceError } from '../../../core/errors.ts';
import { covers } from '../../../core/principal.ts';
import type { AccessTools, Operation } from '../operation.ts';

export function removeMember({ members }: AccessTools): Operation<'members.remove'> {
  return async ({ UID, partnerId: wanted }, { principal }) => {
    const partnerId = wanted ?? principal.partnerId;
    const member = await members.find(partnerId, UID);
    if (!member || !covers(principal, member)) throw new ServiceError('MemberUnknown', { UID });
    await members.remove(partnerId, UID);
    return member;
  };
}
