/** members.list: those of one owner that lie wholly within the caller's own scope, by UID. */
import { covers } from '../../core/principal.ts';
import type { AccessOperation, AccessTools } from './operation-access.ts';

export function listMembers({ members }: AccessTools): AccessOperation<'members.list'> {
  return async ({ partnerId: wanted }, { principal }) => {
    const partnerId = wanted ?? principal.partnerId;
    const all = await members.list(partnerId);
    return { members: all.filter((member) => covers(principal, member)) };
  };
}
