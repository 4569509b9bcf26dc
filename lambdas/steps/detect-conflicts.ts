/** DetectConflicts: asks AWS, with authority now that a covering certificate is attached, who holds or overlaps each alias. */
import { CANCELED } from '../../core/request.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { findConflicts } from '../duties/find-conflicts.ts';
import { asConditions } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const cloudFront = createCloudFront(env);
  return step('DetectConflicts', env, async ({ requestId, now }) => {
    const { aliases, siteId, cancelAskedAt } = await requests.require(requestId);
    if (cancelAskedAt) return CANCELED; // the certificate that AWS wants to see may not be there

    const { id } = await distributionOf(sites, siteId);
    const findings = await findConflicts(cloudFront, id, aliases);
    await requests.change(requestId, () => ({
      type: 'ConflictsChecked',
      at: now.toISOString(),
      by: 'service',
      text: 'Asked AWS who else holds these names.',
      set: { step: 'DetectConflicts' },
      conditions: asConditions('conflict', findings),
    }));
    return { verdict: 'checked' };
  });
};
