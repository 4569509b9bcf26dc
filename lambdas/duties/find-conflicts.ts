/**
 * Who else holds or overlaps these names: AWS's own answer, which needs a covering certificate on our distribution. An exact
 * holder blocks; an overlapping wildcard is reported and passes, for the more specific name wins at the edge.
 */
import type { Finding } from '../../core/condition.ts';
import type { CloudFront, DomainConflict } from '../clients/cloudfront.ts';
import type { Findings } from './record-findings.ts';

export async function findConflicts(
  cloudFront: CloudFront,
  distributionId: string,
  aliases: readonly string[],
): Promise<Findings> {
  const findings: Record<string, Finding> = {};
  for (const alias of aliases) {
    const conflicts = await cloudFront.domainConflicts(distributionId, alias);
    findings[alias] = judge(
      alias,
      conflicts.filter(({ resourceId }) => !isMasked(resourceId, distributionId)),
    );
  }
  return findings;
}

function judge(alias: string, others: readonly DomainConflict[]): Finding {
  const holder = others.find(({ domain }) => domain === alias);
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
