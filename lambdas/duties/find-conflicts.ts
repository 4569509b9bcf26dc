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
  const findings: Finding[] = [];
  const waiting = [...aliases.entries()];
  async function ask(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, alias] = next;
      const conflicts = await cloudFront.domainConflicts(distributionId, alias);
      const others = conflicts.filter(({ resourceId }) => !isMasked(resourceId, distributionId));
      findings[index] = judge(alias, others);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return Object.fromEntries(findings.map((finding) => [finding.facts.alias, finding]));
}

/** 100 names, one after the other, would take a third of the step's minute; AWS publishes no rate, so not all at once. */
const AT_ONCE = 5;

function judge(alias: string, others: readonly DomainConflict[]): Finding {
  const holder = others.find(({ domain }) => domain === alias);
  if (holder) return { reason: 'AliasHeld', facts: { alias, holder: inWords(holder) } };
  const wider = others[0];
  if (wider) return { reason: 'WildcardOverlap', facts: { alias, overlap: wider.domain, holder: inWords(wider) } };
  return { reason: 'NoConflict', facts: { alias } };
}

/** AWS replaces the first characters by asterisks; what is left must be the end of our own id. */
function isMasked(masked: string, id: string): boolean {
  const visible = masked.replace(/^\*+/, '');
  return visible !== '' && id.endsWith(visible);
}

function inWords({ resourceType, resourceId, accountId }: DomainConflict): string {
  return `${resourceType} ${resourceId} of account ${accountId}`;
}
