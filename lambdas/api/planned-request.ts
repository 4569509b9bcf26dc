/** What a preflight or generate of a site and a prefix is about: the aliases, the target, the method. Refuses what cannot be. */
import { aliasesOf, cnameTarget, namesProblem } from '../../core/alias.ts';
import { ServiceError } from '../../core/errors.ts';
import { eligibleDomains, type Site } from '../../core/site.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { type Plan, type PreflightFindings, preflight } from '../duties/preflight.ts';
import { PROBE_LABEL_LENGTH } from '../runtime.ts';
import type { Tools } from './operation.ts';

export function planOf({ dataCenters }: Tools, site: Site, prefix: string): Plan {
  const aliases = aliasesOf(prefix, eligibleDomains(site));
  if (aliases.length === 0) throw new ServiceError('NoEligibleDomains', { siteId: site.siteId });
  const problem = namesProblem(aliases);
  if (problem) {
    const fields = [{ field: 'prefix', problem }];
    throw new ServiceError('InvalidParameter', { problems: `prefix: ${problem}` }, { details: { fields } });
  }
  return { aliases, prefix, target: cnameTarget(site.siteId, dataCenters[site.dataCenter].host), method: 'EMAIL' };
}

export async function checkPlan(tools: Tools, site: Site, plan: Plan, now: Date): Promise<PreflightFindings> {
  const { env, machine, dataCenters } = tools;
  const dns = dnsFrom(env);
  const randomLabel = machine.randomHex(PROBE_LABEL_LENGTH);
  return preflight(plan, { dns, edge: edgeFrom(env, dns), dataCenters, site, now, randomLabel });
}
