/**
 * RemoveAliases: the point of no return of a retirement. The site is REMOVING first, so that nobody can keep it any more; then one write
 * takes names and certificate off its distribution and disables it. No name leads here by then.
 */
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { createLeases } from '../records/leases.ts';
import { createSites } from '../records/sites.ts';
import { type Create, REAL_MACHINE, siteStep } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const sites = createSites(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  return siteStep('RemoveAliases', env, async ({ siteId, execution }) => {
    const { retirement, distribution } = await sites.changeRetirement(siteId, execution, ({ state }) =>
      state === 'AWAITING_DNS' ? { state: 'REMOVING', deadline: null } : {},
    );
    if (retirement?.state !== 'REMOVING') return { verdict: 'kept' };
    if (distribution)
      await leases.holding('cloudfront', execution, machine.now(), () => cloudFront.takeDown(distribution.id));
    return { verdict: 'removed' };
  });
};
