/** The whole preflight at once, for the dry run and for looking again: every problem of every alias, never just the first. */
import { targetSuffix } from '../../core/alias.ts';
import { blocks, type ConditionName, type Finding } from '../../core/condition.ts';
import type { DataCenters } from '../../core/data-center.ts';
import type { Dns } from '../../core/dns.ts';
import { type CertificateRequest, isIssued } from '../../core/request.ts';
import type { Site } from '../../core/site.ts';
import type { EdgeClient } from '../clients/edge.ts';
import { checkCaa } from './check-caa.ts';
import { checkCnames } from './check-cnames.ts';
import { checkMailRoutes } from './check-mail-routes.ts';
import { probeConflicts } from './probe-conflicts.ts';
import type { Findings } from './record-findings.ts';

/** What a preflight is about: a request, or one that could be made. */
export type Plan = Pick<CertificateRequest, 'aliases' | 'prefix' | 'target' | 'method'>;

export interface Surroundings {
  dns: Dns;
  edge: EdgeClient;
  dataCenters: DataCenters;
  site: Site;
  /** Names that are on the site's distribution already. */
  ours: readonly string[];
  now: Date;
  /** A label that nobody has a record for: tells a wildcard's answer from a record. */
  randomLabel: string;
}

type Blocking = Record<'dns' | 'caa' | 'mail', Findings>;
/** Without `conflict` where the edges were not probed. */
export type PreflightFindings = Blocking & { conflict?: Findings };

export async function preflight(plan: Plan, around: Surroundings): Promise<PreflightFindings> {
  const [blocking, conflict] = await Promise.all([blockingChecks(plan, around), probesOf(plan, around)]);
  return { ...blocking, conflict };
}

/**
 * One look of many: the edges are probed only when nothing else is open, for the probe never blocks and costs a handshake a name. Of a
 * certificate that is issued neither mail nor CAA is asked: all have approved.
 */
export async function preflightAgain(
  request: CertificateRequest,
  around: Surroundings,
): Promise<Partial<PreflightFindings>> {
  const blocking = isIssued(request) ? { dns: await cnamesOf(request, around) } : await blockingChecks(request, around);
  return blockedAliases(blocking).length > 0 ? blocking : { ...blocking, conflict: await probesOf(request, around) };
}

async function blockingChecks(plan: Plan, around: Surroundings): Promise<Blocking> {
  const [dns, caa, mail] = await Promise.all([
    cnamesOf(plan, around),
    checkCaa(around.dns, { aliases: plan.aliases, target: plan.target, now: around.now }),
    checkMailRoutes(around.dns, { aliases: plan.aliases, prefix: plan.prefix, method: plan.method }),
  ]);
  return { dns, caa, mail };
}

function cnamesOf({ aliases, target }: Plan, { dns, dataCenters, site, now, randomLabel }: Surroundings) {
  const suffix = targetSuffix(dataCenters[site.dataCenter].host);
  return checkCnames(dns, { aliases, target, targetSuffix: suffix, now, randomLabel });
}

function probesOf({ aliases }: Plan, { edge, site, ours }: Surroundings): Promise<Findings> {
  return probeConflicts(edge, { aliases, ownDistribution: site.distribution?.domainName, ours });
}

/** Every finding, alias by alias. */
export function allFindings(
  found: Partial<PreflightFindings>,
): { alias: string; name: ConditionName; finding: Finding }[] {
  return (Object.entries(found) as [keyof PreflightFindings, Findings][]).flatMap(([name, findings]) =>
    Object.entries(findings).map(([alias, finding]) => ({ alias, name, finding })),
  );
}

export function blockedAliases(found: Partial<PreflightFindings>): string[] {
  return [
    ...new Set(
      allFindings(found)
        .filter(({ finding }) => blocks(finding))
        .map(({ alias }) => alias),
    ),
  ];
}
