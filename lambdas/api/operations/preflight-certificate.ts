/** certificates.preflight: everything that can be known before a request. Starts nothing, stores nothing. */
import { chooseMethod, warningsOf } from '../../../core/sunset.ts';
import { readQuotaPlan } from '../../duties/read-quota-plan.ts';
import type { Operation, Tools } from '../operation.ts';
import { checkPlan, planOf } from '../parts/planned-request.ts';
import { viewPreflight } from '../parts/view-preflight.ts';

export function preflightCertificate(tools: Tools): Operation<'certificates.preflight'> {
  return async ({ siteId, prefix, method: wanted }, { now }) => {
    const site = await tools.sites.require(siteId);
    const method = chooseMethod(wanted, now);
    const plan = planOf(tools, site, { prefix, method });
    const [found, quotaPlan] = await Promise.all([
      checkPlan(tools, site, plan, now),
      readQuotaPlan(tools, plan.aliases, now),
    ]);
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
