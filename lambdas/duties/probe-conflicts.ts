/** Asks a CloudFront edge whether it already serves an alias: an early warning before any mail is spent. */
import type { Finding } from '../../core/condition.ts';
import type { ProbeCase } from '../../core/probe.ts';
import { probeFinding } from '../../core/probe.ts';
import type { EdgeClient } from '../clients/edge.ts';

export interface ProbePlan {
  aliases: readonly string[];
  /** Domain name of the site's own distribution: the door to an edge. Every edge knows every name. */
  ownDistribution: string | undefined;
  /** SHA-256 fingerprints of this site's certificates that may serve now; none before the first. */
  ownCertificates?: readonly string[];
}

/** The `conflict` finding of every alias, advisory. Without a distribution there is no door: unknown. */
export async function probeConflicts(
  edge: Pick<EdgeClient, 'probe'>,
  plan: ProbePlan,
): Promise<Record<string, Finding>> {
  const { aliases, ownDistribution, ownCertificates = [] } = plan;
  const findings = await Promise.all(
    aliases.map(async (alias): Promise<[string, Finding]> => {
      if (!ownDistribution)
        return [alias, { reason: 'ProbeUnknown', facts: { alias, evidence: 'the site has no distribution yet' } }];
      const seen: ProbeCase = { alias, ownCertificates, ...(await edge.probe(alias, ownDistribution)) };
      return [alias, probeFinding(seen)];
    }),
  );
  return Object.fromEntries(findings);
}
