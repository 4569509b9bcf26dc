/** What a preflight or generate of a site and a prefix is about: the aliases, the target, the method. Refuses what cannot be. */
import { aliasesOf, cnameTarget, namesProblem } from '../../../core/alias.ts';
import { ServiceError } from '../../../core/errors.ts';
import { attachedNames, inPlaceOf } from '../../../core/replacement.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { refuseRetired } from '../../../core/retirement.ts';
import { eligibleDomains, type Site } from '../../../core/site.ts';
import type { Method } from '../../../core/status.ts';
import { few } from '../../../core/text.ts';
import { dnsFrom, edgeFrom } from '../../clients/network.ts';
import { type Plan, type PreflightFindings, preflight } from '../../duties/preflight.ts';
import type { Findings } from '../../duties/record-findings.ts';
import { PROBE_LABEL_LENGTH } from '../../runtime.ts';
import { invalidField } from '../input.ts';
import type { Tools } from '../operation.ts';

export interface Wish {
  prefix: string;
  method: Method;
  /** Aliases to leave out. */
  without?: readonly string[];
}

export function planOf({ dataCenters }: Tools, site: Site, { prefix, method, without = [] }: Wish): Plan {
  refuseRetired(site);
  const eligible = aliasesOf(prefix, eligibleDomains(site));
  if (eligible.length === 0) throw new ServiceError('NoEligibleDomains', { siteId: site.siteId });
  const aliases = eligible.filter((alias) => !without.includes(alias));
  const strange = without.filter((alias) => !eligible.includes(alias));
  if (strange.length > 0)
    throw invalidField('without', `names ${few(strange)}, which is no alias of an eligible domain`);
  if (aliases.length === 0) throw invalidField('without', 'must leave at least one name');
  const problem = namesProblem(aliases);
  if (problem) {
    const fields = [{ field: 'prefix', problem }];
    throw new ServiceError('InvalidParameter', { problems: `prefix: ${problem}` }, { details: { fields } });
  }
  return { aliases, prefix, target: cnameTarget(site.siteId, dataCenters[site.dataCenter].host), method };
}

/** Our own claims come first: what another site holds is refused, whatever the DNS and the edges say of it. */
export async function checkPlan(
  tools: Tools,
  site: Site,
  plan: Plan,
  now: Date,
  /** Of the site, where they have been read. */
  known?: readonly CertificateRequest[],
): Promise<PreflightFindings> {
  const { env, machine, dataCenters, claims, requests } = tools;
  const [claimed, all] = await Promise.all([
    claims.heldByOthers(plan.aliases, site.siteId),
    known ?? requests.list(site.siteId),
  ]);
  const dns = dnsFrom(env);
  const randomLabel = machine.randomHex(PROBE_LABEL_LENGTH);
  const before = inPlaceOf(all);
  const ours = before ? attachedNames(before) : [];
  const found = await preflight(plan, { dns, edge: edgeFrom(env, dns), dataCenters, site, ours, now, randomLabel });
  return { ...found, conflict: { ...found.conflict, ...claimFindings(claimed) } };
}

function claimFindings(claimed: readonly string[]): Findings {
  return Object.fromEntries(claimed.map((alias) => [alias, { reason: 'AliasHeldByOtherSite', facts: { alias } }]));
}
