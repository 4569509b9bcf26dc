/**
 * DetachAliases: an end after attaching begins. Takes this request's certificate and aliases off the site's distribution, which
 * serves again what it served before. A request that never came so far has nothing to take off, and waits for nothing.
 */
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
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
  return step('DetachAliases', env, async ({ requestId, now }) => {
    const { siteId, aliases, certificateArn, servedBefore } = await requests.require(requestId);
    if (!certificateArn || !servedBefore) return { verdict: 'untouched' };
    const { id } = await distributionOf(sites, siteId);
    await leases.holding('cloudfront', requestId, machine.now(), () =>
      cloudFront.detachCertificate(id, certificateArn, aliases, servedBefore),
    );
    await requests.change(requestId, (request) => ({
      type: 'Detached',
      at: now.toISOString(),
      by: 'service',
      text: `Distribution ${id} serves again what it served before.`,
      set: { status: 'PENDING', step: 'DetachAliases', waitingOn: 'nobody', deadline: null },
      conditions: goneConditions(request, id),
    }));
    return { verdict: 'detached' };
  });
};

/** What was true of the aliases that are off again. */
function goneConditions({ aliases, conditions, servedBefore }: CertificateRequest, id: string): FoundCondition[] {
  const gone = aliases.filter((alias) => !servedBefore?.aliases.includes(alias));
  return gone.flatMap((alias): FoundCondition[] => [
    ...(conditions[alias]?.attached
      ? [{ alias, name: 'attached', finding: { reason: 'AliasDetached', facts: { alias, distribution: id } } } as const]
      : []),
    ...(conditions[alias]?.serving
      ? [{ alias, name: 'serving', finding: { reason: 'ServesNoMore', facts: { alias } } } as const]
      : []),
  ]);
}
