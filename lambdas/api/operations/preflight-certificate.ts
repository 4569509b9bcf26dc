/** certificates.preflight: everything that can be known before a request. Starts nothing, stores nothing. */

import type { AliasConditions } from '../../../core/condition.ts';
import { chooseMethod, warningsOf } from '../../../core/sunset.ts';
import { viewConditions } from '../../../core/view.ts';
import { allFindings, blockedAliases, type PreflightFindings } from '../../duties/preflight.ts';
import type { Operation, Tools } from '../operation.ts';
import { checkPlan, planOf, quotaPlanOf } from '../parts/planned-request.ts';

export function preflightCertificate(tools: Tools): Operation<'certificates.preflight'> {
  return async ({ siteId, prefix, method: wanted }, { now }) => {
    const site = await tools.sites.require(siteId);
    const method = chooseMethod(wanted, now);
    const plan = planOf(tools, site, { prefix, method });
    const [found, quotaPlan] = await Promise.all([checkPlan(tools, site, plan, now), quotaPlanOf(tools, plan, now)]);
    const seen = viewPreflight(plan.aliases, found, now);
    return {
      ...seen,
      clean: seen.clean && quotaPlan.problems.length === 0,
      plan: quotaPlan,
      method,
      warnings: warningsOf(method, now),
    };
  };
}

/** Findings alias by alias, and whether generate would start. */
export function viewPreflight(aliases: readonly string[], found: PreflightFindings, now: Date) {
  const conditions: Record<string, AliasConditions> = Object.fromEntries(aliases.map((alias) => [alias, {}]));
  for (const { alias, name, finding } of allFindings(found)) {
    conditions[alias] = { ...conditions[alias], [name]: { ...finding, lastChange: now.toISOString() } };
  }
  const blocked = blockedAliases(found);
  return {
    clean: blocked.length === 0,
    blocked,
    aliases: aliases.map((alias) => ({ alias, conditions: viewConditions(conditions[alias] ?? {}) })),
  };
}
