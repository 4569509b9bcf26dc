/** AttachCertificate: puts the certificate on the site's distribution. Aliases stay as they are: the conflict check comes between. */
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { createLeases } from '../records/leases.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  return step('AttachCertificate', env, async ({ requestId, now }) => {
    const { siteId, certificateArn } = await requests.require(requestId);
    if (!certificateArn) throw new Error(`request ${requestId} has no certificate to attach`);
    const { id } = await distributionOf(sites, siteId);
    await leases.holding('cloudfront', requestId, now, () => cloudFront.attachCertificate(id, certificateArn));
    await requests.change(requestId, () => ({
      type: 'CertificateAttached',
      at: now.toISOString(),
      by: 'service',
      text: `The certificate is on distribution ${id}.`,
      set: { status: 'PENDING', step: 'AttachCertificate', waitingOn: 'nobody', deadline: null },
    }));
    return { verdict: 'attached' };
  });
};
