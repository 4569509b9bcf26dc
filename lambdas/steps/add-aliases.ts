/** AddAliases: every alias that nobody else holds goes onto the site's distribution. A 409 that comes as a surprise is a finding. */
import { blocks, type Finding } from '../../core/condition.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { asConditions } from '../duties/record-findings.ts';
import { createLeases } from '../records/leases.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  return step('AddAliases', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const held = request.aliases.filter((alias) => isHeld(request, alias));
    if (held.length > 0) return endedBy(request, held);
    const { id } = await distributionOf(sites, request.siteId);
    const refusal = await leases.holding('cloudfront', requestId, now, () => cloudFront.addAliases(id, request.aliases));
    if (refusal) return { verdict: 'ended', reason: 'AliasHeld', facts: { found: refusal.refused } };
    const attached = (alias: string): Finding => ({ reason: 'AliasAttached', facts: { alias, distribution: id } });
    await requests.change(requestId, () => ({
      type: 'AliasesAdded',
      at: now.toISOString(),
      by: 'service',
      text: `All ${request.aliases.length} names are on distribution ${id}.`,
      set: { step: 'AddAliases' },
      conditions: asConditions('attached', Object.fromEntries(request.aliases.map((alias) => [alias, attached(alias)]))),
    }));
    return { verdict: 'added' };
  });
};

function isHeld(request: CertificateRequest, alias: string): boolean {
  const conflict = request.conditions[alias]?.conflict;
  return conflict !== undefined && blocks(conflict);
}

function endedBy(request: CertificateRequest, held: readonly string[]) {
  const holders = held.map((alias) => `${alias} (${request.conditions[alias]?.conflict?.facts.holder ?? 'unknown'})`);
  return { verdict: 'ended', reason: 'AliasHeld', facts: { found: `Identity already exists: ${holders.join(', ')}` } };
}
