/** Asks a CloudFront edge whether it already serves an alias for somebody else: an early warning before any mail is spent. */
import type { Finding } from '../../core/condition.ts';
import type { ProbeCase } from '../../core/probe.ts';
import { probeFinding } from '../../core/probe.ts';
import { attachedNames } from '../../core/replacement.ts';
import type { CertificateRequest } from '../../core/request.ts';
import type { EdgeClient } from '../clients/edge.ts';
import type { Requests } from '../records/requests.ts';

export interface ProbePlan {
  aliases: readonly string[];
  /** Domain name of the site's own distribution: the door to an edge. Every edge knows every name. */
  ownDistribution: string | undefined;
  /** Names that are on it already. CloudFront gives a name to one distribution, so nobody else holds them. */
  ours?: readonly string[];
}

/** Names that earlier requests have on the site's distribution: the one whose place this takes, the one that it goes on from. */
export async function ownNames(
  requests: Pick<Requests, 'require'>,
  { replaces, continues }: Pick<CertificateRequest, 'replaces' | 'continues'>,
): Promise<string[]> {
  const ids = [replaces, continues].filter((id) => id !== null);
  const earlier = await Promise.all(ids.map((id) => requests.require(id)));
  return earlier.flatMap(attachedNames);
}

/** The `conflict` finding of every alias, advisory. Without a distribution there is no door: unknown. */
export async function probeConflicts(
  edge: Pick<EdgeClient, 'probe'>,
  plan: ProbePlan,
): Promise<Record<string, Finding>> {
  const { aliases, ownDistribution, ours = [] } = plan;
  const findings = await Promise.all(
    aliases.map(async (alias): Promise<[string, Finding]> => {
      if (!ownDistribution)
        return [alias, { reason: 'ProbeUnknown', facts: { alias, evidence: 'the site has no distribution yet' } }];
      if (ours.includes(alias)) return [alias, { reason: 'ServedByUs', facts: { alias } }];
      const seen: ProbeCase = { alias, ...(await edge.probe(alias, ownDistribution)) };
      return [alias, probeFinding(seen)];
    }),
  );
  return Object.fromEntries(findings);
}
