/** members.list: those of one owner that lie wholly within the caller's own scope, by UID. */
import { covers } from '../../../core/principal.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { readPage } from '../parts/page.ts';

export function listMembers({ members }: AccessTools): Operation<'members.list'> {
  return async ({ partnerId: wanted, ...page }, { principal }) => {
    const partnerId = wanted ?? principal.partnerId;
    if (principal.partnerId !== null && partnerId !== principal.partnerId) return { members: [], nextCursor: null };
    const { entries, nextCursor } = await readPage(page, {
      list: (part) => members.list(partnerId, part),
      sortKeyOf: ({ UID }) => UID,
      isSeen: (member) => covers(principal, member),
    });
    return { members: entries, nextCursor };
  };
}
