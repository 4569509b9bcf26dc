/**
 * DeleteDistribution: the target record goes before the distribution that it leads to, so that no record of ours ever leads to what is
 * not there. The names of customers that led to the target went long before both.
 */
import { cnameTarget } from '../../core/alias.ts';
import { parseDataCenters } from '../../core/data-center.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createRoute53 } from '../clients/route53.ts';
import { createTable } from '../clients/table.ts';
import { createLeases } from '../records/leases.ts';
import { createSites } from '../records/sites.ts';
import { type Create, REAL_MACHINE, siteStep } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const sites = createSites(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  const route53 = createRoute53(env);
  const dataCenters = parseDataCenters(requireVariable(env, 'DATA_CENTERS'));
  return siteStep('DeleteDistribution', env, async ({ siteId, execution }) => {
    const { dataCenter, distribution } = await sites.require(siteId);
    const { host, zoneId } = dataCenters[dataCenter];
    await route53.deleteCname(zoneId, cnameTarget(siteId, host));
    if (distribution)
      await leases.holding('cloudfront', execution, machine.now(), () =>
        cloudFront.deleteDistribution(distribution.id),
      );
    return { verdict: 'deleted' };
  });
};
