/** AttachCertificate: puts the certificate on the site's distribution. Aliases stay as they are: the conflict check comes between. */
import { CANCELED, type CertificateRequest, isOver } from '../../core/request.ts';
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

  /**
   * What the clean-up of an end goes back to. The first look counts: a second one might see what this step did. A certificate that
   * an ended request has left for its ownership move serves nothing: what was there before that one counts.
   */
  async function remember(requestId: string, id: string, served: Served, now: Date): Promise<void> {
    const kept = await keptFor(served);
    if (kept) await tellOrphan(kept, now);
    const servedBefore = kept?.servedBefore ?? served;
    await requests.change(requestId, (request) =>
      request.servedBefore
        ? undefined
        : {
            type: 'DistributionRead',
            at: now.toISOString(),
            by: 'service',
            text: `Distribution ${id} serves ${servedBefore.aliases.length} names before the change.`,
            set: { servedBefore },
          },
    );
  }

  /** The ended request whose certificate is on the distribution still. */
  async function keptFor({ certificateArn }: Served): Promise<CertificateRequest | undefined> {
    const requestId = certificateArn && (await requests.ofCertificate(certificateArn));
    const request = requestId ? await requests.find(requestId) : undefined;
    return request && isOver(request) ? request : undefined;
  }

  /** Its ownership move goes on with the new certificate, which covers the same names; nobody takes the old one away. */
  async function tellOrphan({ requestId, certificateArn }: CertificateRequest, now: Date): Promise<void> {
    await requests.change(requestId, () => ({
      type: 'CertificateOrphaned',
      at: now.toISOString(),
      by: 'service',
      text: 'A newer request has put its certificate in the place of this one; our on-call deletes it.',
      set: { orphanArn: certificateArn },
    }));
  }
};
