/** Probes again the names that an edge was seen to serve for somebody else, and only those: so that a release shows. */
import type { CertificateRequest } from '../../core/request.ts';
import type { EdgeClient } from '../clients/edge.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import { probeConflicts } from './probe-conflicts.ts';
import { asConditions } from './record-findings.ts';

export async function probeAgain(
  { requests, sites }: { requests: Requests; sites: Sites },
  edge: () => Pick<EdgeClient, 'probe'>,
  { requestId, siteId, aliases, conditions }: CertificateRequest,
  now: Date,
): Promise<void> {
  const held = aliases.filter((alias) => conditions[alias]?.conflict?.reason === 'HolderSeen');
  if (held.length === 0) return;
  const { distribution } = await sites.require(siteId);
  const findings = await probeConflicts(edge(), { aliases: held, ownDistribution: distribution?.domainName });
  const still = held.filter((alias) => findings[alias]?.reason === 'HolderSeen');
  await requests.change(requestId, () => ({
    type: 'PreflightFound',
    at: now.toISOString(),
    by: 'service',
    text: `Looked again at the names that somebody else served: ${still.length} of ${held.length} still are.`,
    conditions: asConditions('conflict', findings),
  }));
}
