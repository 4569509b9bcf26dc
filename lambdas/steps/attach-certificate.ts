/** AttachCertificate: puts the certificate on the site's distribution. Aliases stay as they are: the conflict check comes between. */
import { CANCELED } from '../../core/request.ts';
import { createCloudFront, type Served } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { createLeases } from '../records/leases.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, REAL_MACHINE, step } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  return step('AttachCertificate', env, async ({ requestId, now }) => {
    const { siteId, certificateArn, cancelAskedAt } = await requests.require(requestId);
    if (cancelAskedAt) return CANCELED;
    if (!certificateArn) throw new Error(`request ${requestId} has no certificate to attach`);
    const { id } = await distributionOf(sites, siteId);
    await leases.holding('cloudfront', requestId, machine.now(), () =>
      cloudFront.attachCertificate(id, certificateArn, (served) => remember(requestId, id, served, now)),
    );
    await requests.change(requestId, () => ({
      type: 'CertificateAttached',
      at: now.toISOString(),
      by: 'service',
      text: `The certificate is on distribution ${id}.`,
      set: { status: 'PENDING', step: 'AttachCertificate', waitingOn: 'nobody', deadline: null },
    }));
    return { verdict: 'attached' };
  });

  /** What the clean-up of an end goes back to. The first look counts: a second one might see what this step did. */
  async function remember(requestId: string, id: string, served: Served, now: Date): Promise<void> {
    await requests.change(requestId, ({ servedBefore }) =>
      servedBefore
        ? undefined
        : {
            type: 'DistributionRead',
            at: now.toISOString(),
            by: 'service',
            text: `Distribution ${id} serves ${served.aliases.length} names before the change.`,
            set: { servedBefore: served },
          },
    );
  }
};
