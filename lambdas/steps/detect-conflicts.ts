/**
 * DetectConflicts: asks AWS, with authority now that a covering certificate is attached, who holds or overlaps each alias.
 * An exact holder blocks; an overlapping wildcard is reported and passes: the more specific name wins at the edge.
 */
import type { Finding } from '../../core/condition.ts';
import { type CloudFront, createCloudFront, type DomainConflict } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
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
    const { aliases, siteId } = await requests.require(requestId);
    const { id } = await distributionOf(sites, siteId);
    const findings: Record<string, Finding> = {};
    for (const alias of aliases) findings[alias] = await findingOf(cloudFront, id, alias);
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

async function findingOf(cloudFront: CloudFront, distributionId: string, alias: string): Promise<Finding> {
  const others = (await cloudFront.domainConflicts(distributionId, alias)).filter((one) => !isMasked(one.resourceId, distributionId));
  const holder = others.find((one) => one.domain === alias);
  if (holder) return { reason: 'AliasHeld', facts: { alias, holder: inWords(holder) } };
  const wider = others[0];
  if (wider) return { reason: 'WildcardOverlap', facts: { alias, overlap: wider.domain, holder: inWords(wider) } };
  return { reason: 'NoConflict', facts: { alias } };
}

/** AWS replaces the first characters by asterisks; what is left must be the end of our own id. */
function isMasked(masked: string, id: string): boolean {
  return id.endsWith(masked.replace(/^\*+/, ''));
}

function inWords({ resourceType, resourceId, accountId }: DomainConflict): string {
  return `${resourceType} ${resourceId} of account ${accountId}`;
}
