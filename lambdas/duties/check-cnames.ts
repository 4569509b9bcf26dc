/** Gathers what the DNS says about every alias, all at once, and only as much as each diagnosis needs. */
import { targetSuffix } from '../../core/alias.ts';
import { type CnameCase, diagnoseCname, furtherLookups, type Lookup, MAX_CNAMES } from '../../core/cname.ts';
import type { Finding } from '../../core/condition.ts';
import type { DataCenters } from '../../core/data-center.ts';
import type { Answer, Dns } from '../../core/dns.ts';
import { parentOf } from '../../core/domain-name.ts';
import type { CertificateRequest } from '../../core/request.ts';
import type { Sites } from '../records/sites.ts';
import { type Machine, PROBE_LABEL_LENGTH } from '../runtime.ts';

export interface CnamePlan extends Pick<CnameCase, 'target' | 'targetSuffix' | 'randomLabel' | 'now'> {
  aliases: readonly string[];
}

/** A chain takes two rounds a link at most (its address, then its CNAME alone), and two rounds are for all else. */
const ROUNDS = 2 * MAX_CNAMES + 2;

export interface CnameTools {
  dns: Dns;
  sites: Sites;
  dataCenters: DataCenters;
  machine: Machine;
}

/** The `dns` finding of these aliases of a request. */
export async function checkCnamesOf(
  { dns, sites, dataCenters, machine }: CnameTools,
  { siteId, target }: Pick<CertificateRequest, 'siteId' | 'target'>,
  aliases: readonly string[],
  now: Date,
): Promise<Record<string, Finding>> {
  const { dataCenter } = await sites.require(siteId);
  const suffix = targetSuffix(dataCenters[dataCenter].host);
  const randomLabel = machine.randomHex(PROBE_LABEL_LENGTH);
  return checkCnames(dns, { aliases, target, targetSuffix: suffix, now, randomLabel });
}

/** The `dns` finding of every alias. Five round trips at most, unless a chain has to be followed link by link. */
export async function checkCnames(dns: Dns, { aliases, ...plan }: CnamePlan): Promise<Record<string, Finding>> {
  const findings = await Promise.all(
    aliases.map(async (alias) => [alias, await checkCname(dns, { ...plan, alias })] as const),
  );
  return Object.fromEntries(findings);
}

async function checkCname(dns: Dns, plan: Omit<CnamePlan, 'aliases'> & { alias: string }): Promise<Finding> {
  const { alias } = plan;
  const [resolvers, [zone, authoritative]] = await Promise.all([dns.resolve(alias, 'A'), askZone(dns, alias)]);
  let seen: CnameCase = { ...plan, zone, authoritative, resolvers, further: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const lookups = furtherLookups(seen);
    if (lookups.length === 0) break;
    const answers = await Promise.all(lookups.map((lookup) => look(dns, seen, lookup)));
    seen = { ...seen, further: [...seen.further, ...answers.flat()] };
  }
  return diagnoseCname(seen);
}

async function askZone(dns: Dns, alias: string): Promise<[CnameCase['zone'], Answer[]]> {
  const zone = await dns.zoneOf(parentOf(alias));
  return [zone, await dns.authoritative(zone, alias, 'A')];
}

function look(dns: Dns, { zone }: CnameCase, { from, name, type }: Lookup): Promise<Answer[]> {
  return from === 'authoritative' ? dns.authoritative(zone, name, type) : dns.resolve(name, type);
}
