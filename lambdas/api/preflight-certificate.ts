/** certificates.preflight: everything that can be known before a request. Starts nothing, stores nothing. */

import type { AliasConditions } from '../../core/condition.ts';
import { viewConditions } from '../../core/view.ts';
import { allFindings, blockedAliases, type PreflightFindings } from '../duties/preflight.ts';
import type { Operation, Tools } from './operation.ts';
import { checkPlan, planOf } from './planned-request.ts';

export function preflightCertificate(tools: Tools): Operation<'certificates.preflight'> {
  return async ({ siteId, prefix }, { now }) => {
    const site = await tools.sites.require(siteId);
    const plan = planOf(tools, site, prefix);
    const others = await tools.claims.heldByOthers(plan.aliases, siteId);
    return viewPreflight(plan.aliases, await checkPlan(tools, site, plan, now), others, now);
  };
}

/** Findings alias by alias, and whether generate would start. */
export function viewPreflight(
  aliases: readonly string[],
  found: PreflightFindings,
  claimedByOthers: readonly string[],
  now: Date,
) {
  const conditions: Record<string, AliasConditions> = Object.fromEntries(aliases.map((alias) => [alias, {}]));
  for (const { alias, name, finding } of allFindings(found)) {
    conditions[alias] = { ...conditions[alias], [name]: { ...finding, lastChange: now.toISOString() } };
  }
  const blocked = [...new Set([...blockedAliases(found), ...claimedByOthers])];
  return {
    clean: blocked.length === 0,
    blocked,
    aliases: aliases.map((alias) => ({
      alias,
      conditions: viewConditions(conditions[alias] ?? {}),
      claimedByOtherSite: claimedByOthers.includes(alias),
    })),
  };
}
