/** EnsureTarget: the site's distribution and CNAME target exist. Registration made them; this mends what was lost since. */
import { parseDataCenters } from '../../core/data-center.ts';
import { CANCELED } from '../../core/request.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createRoute53 } from '../clients/route53.ts';
import { createTable } from '../clients/table.ts';
import { ensureTarget } from '../duties/ensure-target.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const makers = {
    sites: createSites(table),
    cloudFront: createCloudFront(env),
    route53: createRoute53(env),
    dataCenters: parseDataCenters(requireVariable(env, 'DATA_CENTERS')),
  };
  return step('EnsureTarget', env, async ({ requestId }) => {
    const { siteId, cancelAskedAt } = await requests.require(requestId);
    if (cancelAskedAt) return CANCELED;
    await ensureTarget(makers, siteId);
    return { verdict: 'ready' };
  });
};
