/**
 * AttachCertificate: puts the certificate on the site's distribution, in the place of the one that serves, and takes those names off
 * the air that were consented to by name; without that consent nothing is swapped. New aliases come on later, after the conflict check.
 */
import { deactivated, withoutPrefix } from '../../core/activation.ts';
import { CANCELED, type CertificateRequest } from '../../core/request.ts';
import { isInPlace, isOver } from '../../core/status.ts';
import { few } from '../../core/text.ts';
import { createCloudFront, type Served } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { tellOffAir } from '../duties/tell-off-air.ts';
import { createActivations } from '../records/activations.ts';
import { createLeases } from '../records/leases.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, REAL_MACHINE, step } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const activations = createActivations(table, { sites, requests });
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  return step('AttachCertificate', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const { siteId, certificateArn, aliases: names, offAir, cancelAskedAt } = request;
    if (cancelAskedAt) return CANCELED;
    if (!certificateArn) throw new Error(`request ${requestId} has no certificate to attach`);
    const { id } = await distributionOf(sites, siteId);
    const forbidden = await leases.holding('cloudfront', requestId, machine.now(), () =>
      cloudFront.attachCertificate(id, { certificateArn, names, offAir }, async (served) => {
        await remember(request, id, served, now);
        await leaveOtherPrefix(request, now);
      }),
    );
    if (forbidden.length > 0)
      return { verdict: 'ended', reason: 'OffAirWithoutConsent', facts: { names: few(forbidden) } };
    const attached = await requests.change(requestId, () => ({
      type: 'CertificateAttached',
      at: now.toISOString(),
      by: 'service',
      text: `The certificate is on distribution ${id}.`,
      set: { status: 'PENDING', step: 'AttachCertificate', waitingOn: 'nobody', deadline: null },
    }));
    await tellOffAir(requests, attached, now);
    return { verdict: 'attached' };
  });

  /**
   * What the clean-up of an end goes back to. The first look counts: a second one might see what this step did. A certificate that
   * an ended request has left for its ownership move serves nothing: what was there before that one counts.
   */
  async function remember(request: CertificateRequest, id: string, served: Served, now: Date): Promise<void> {
    const kept = await keptFor(served);
    if (kept) await tellOrphan(kept, now);
    const servedBefore = kept?.servedBefore ?? served;
    await requests.change(request, (present) =>
      present.servedBefore
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

  /** All names of another prefix go off the air, as was consented to: browsers must not be told of them from here on. */
  async function leaveOtherPrefix({ siteId, prefix, replaces }: CertificateRequest, now: Date): Promise<void> {
    await activations.change(siteId, replaces === null ? [] : [replaces], ({ site }) => {
      const { apiDomainPrefix = prefix } = site;
      if (apiDomainPrefix === prefix) return { site, happening: () => undefined };
      const text = `The names of the prefix ${apiDomainPrefix} go off the air, so it is out of the site settings.`;
      return {
        site: withoutPrefix(site),
        happening: (request) => deactivated(request, { by: 'service', text, now }),
      };
    });
  }

  /** The ended request whose certificate is on the distribution still, though it does not belong there: one that has expired does. */
  async function keptFor({ certificateArn }: Served): Promise<CertificateRequest | undefined> {
    const requestId = certificateArn && (await requests.ofCertificate(certificateArn));
    const request = requestId ? await requests.find(requestId) : undefined;
    return request && isOver(request) && !isInPlace(request) ? request : undefined;
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
