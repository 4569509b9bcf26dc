/**
 * AddAliases: the aliases go onto the site's distribution, if nobody else holds one. CloudFront's 409 has two causes under one
 * name; a second look at the conflicts tells them apart: a holder that came between, or DNS that leads to another distribution.
 */
import { blocks, type Finding } from '../../core/condition.ts';
import { CANCELED } from '../../core/request.ts';
import { few } from '../../core/text.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { findConflicts } from '../duties/find-conflicts.ts';
import { asConditions, type Findings } from '../duties/record-findings.ts';
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
  return step('AddAliases', env, async ({ requestId, now }) => {
    const { aliases, siteId, target, conditions, cancelAskedAt } = await requests.require(requestId);
    if (cancelAskedAt) return CANCELED;
    const known = Object.fromEntries(
      aliases.flatMap((alias) => (conditions[alias]?.conflict ? [[alias, conditions[alias].conflict]] : [])),
    );
    if (heldIn(known).length > 0) return endedBy(known);

    const { id } = await distributionOf(sites, siteId);
    const refusal = await leases.holding('cloudfront', requestId, machine.now(), () =>
      cloudFront.addAliases(id, aliases),
    );
    const findings = refusal
      ? causeOf(await findConflicts(cloudFront, id, aliases), target)
      : Object.fromEntries(
          aliases.map((alias): [string, Finding] => [
            alias,
            { reason: 'AliasAttached', facts: { alias, distribution: id } },
          ]),
        );
    await requests.change(requestId, () => ({
      type: refusal ? 'ConflictsChecked' : 'AliasesAdded',
      at: now.toISOString(),
      by: 'service',
      text: refusal
        ? `CloudFront refused the names: ${refusal.refused}`
        : `All ${aliases.length} names are on distribution ${id}.`,
      set: { step: 'AddAliases' },
      conditions: asConditions(refusal ? 'conflict' : 'attached', findings),
    }));
    return refusal ? endedBy(findings) : { verdict: 'added' };
  });
};

/** Where nobody holds a name after all, its DNS is the cause; CloudFront does not say of which. */
function causeOf(found: Findings, expected: string): Findings {
  if (heldIn(found).length > 0) return found;
  const pointing = (alias: string): Finding => ({ reason: 'DnsPointsElsewhere', facts: { alias, expected } });
  return Object.fromEntries(Object.keys(found).map((alias) => [alias, pointing(alias)]));
}

function heldIn(findings: Findings): string[] {
  return Object.keys(findings).filter((alias) => findings[alias] && blocks(findings[alias]));
}

function endedBy(findings: Findings) {
  const held = heldIn(findings);
  const pointing = held.filter((alias) => findings[alias]?.reason === 'DnsPointsElsewhere');
  if (pointing.length > 0) return { verdict: 'ended', reason: 'DnsPointsElsewhere', facts: { names: few(pointing) } };
  const holders = held.map((alias) => `${alias} (${findings[alias]?.facts.holder ?? 'unknown'})`);
  return { verdict: 'ended', reason: 'AliasHeld', facts: { names: few(holders) } };
}
