/** ClaimAliases: each alias belongs to one site. Claimed only now, after every one was seen to point at this site's own target. */
import { CANCELED } from '../../core/request.ts';
import { createTable } from '../clients/table.ts';
import { createClaims } from '../records/claims.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const claims = createClaims(table);
  return step('ClaimAliases', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const { aliases, siteId, cancelAskedAt } = request;
    if (cancelAskedAt) return CANCELED;
    const { refused } = await claims.claimAll(aliases, siteId, requestId);
    if (refused) return { verdict: 'refused', reason: 'AliasClaimed', facts: { alias: refused } };
    await requests.change(request, () => ({
      type: 'AliasesClaimed',
      at: now.toISOString(),
      by: 'service',
      text: `All ${aliases.length} names belong to this site now.`,
      set: { status: 'PENDING', step: 'ClaimAliases', waitingOn: 'nobody', deadline: null },
    }));
    return { verdict: 'claimed' };
  });
};
