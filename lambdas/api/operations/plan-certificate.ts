/** certificates.plan: what generate would do to the names that serve, who would have to act, and when it would be done. Starts nothing. */
import { plannedFinish, plannedMails } from '../../../core/plan.ts';
import { inPlaceOf } from '../../../core/replacement.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { refuseRetired } from '../../../core/retirement.ts';
import type { Site } from '../../../core/site.ts';
import { chooseMethod, warningsOf } from '../../../core/sunset.ts';
import type { ValidationRecord } from '../../../core/validation-record.ts';
import { dnsFrom } from '../../clients/network.ts';
import { checkValidationRecords } from '../../duties/check-validation-records.ts';
import type { Plan } from '../../duties/preflight.ts';
import { readQuotaPlan } from '../../duties/read-quota-plan.ts';
import { invalidField } from '../input.ts';
import type { Operation, Tools } from '../operation.ts';
import { checkPlan, planOf } from '../parts/planned-request.ts';
import { replacedBy } from '../parts/replaced.ts';
import { viewPreflight } from '../parts/view-preflight.ts';

export function planCertificate(tools: Tools): Operation<'certificates.plan'> {
  return async ({ siteId, prefix: wanted, method: wantedMethod, without }, { now }) => {
    const [site, all] = await Promise.all([tools.sites.require(siteId), tools.requests.list(siteId)]);
    refuseRetired(site); // it has no prefix any more, which would be asked for
    const prefix = wanted ?? prefixOf(site, all);
    const method = chooseMethod(wantedMethod, now);
    const planned = planOf(tools, site, { prefix, method, without });
    const finish = plannedFinish(now);
    const [found, plan, { replaces, added, kept, offAir }, records] = await Promise.all([
      checkPlan(tools, site, planned, now, all),
      readQuotaPlan(tools, planned.aliases, now),
      replacedBy(tools, site, planned.aliases, all),
      method === 'DNS' ? plannedRecords(tools, planned, all, finish.latest) : [],
    ]);
    return {
      siteId,
      prefix,
      method,
      replaces,
      added,
      kept,
      removed: offAir,
      without,
      records,
      finish,
      plan,
      mails: plannedMails(found.mail),
      findings: viewPreflight(planned.aliases, found, now),
      warnings: warningsOf(method, now),
    };
  };
}

function prefixOf({ apiDomainPrefix }: Site, all: readonly CertificateRequest[]): string {
  const prefix = apiDomainPrefix ?? inPlaceOf(all)?.prefix;
  if (prefix === undefined) throw invalidField('prefix', 'is required: no certificate serves this site');
  return prefix;
}

/** AWS names a record that is the same for ever, so what an earlier request was told holds for the next one too. */
async function plannedRecords(
  { env, requests }: Tools,
  { aliases, target }: Plan,
  all: readonly CertificateRequest[],
  until: string,
) {
  const evidence = await Promise.all(all.map(({ requestId }) => requests.evidence(requestId, 'record')));
  const named = new Map(evidence.flat().map(({ alias, seen }) => [alias, seen as ValidationRecord]));
  const records = Object.fromEntries(
    aliases.flatMap((alias) => {
      const record = named.get(alias);
      return record ? [[alias, record] as const] : [];
    }),
  );
  const findings = await checkValidationRecords(dnsFrom(env), { target, aliases }, { records, until });
  return aliases.map((alias) => ({
    alias,
    record: records[alias] ?? null,
    inPlace: findings[alias]?.reason === 'RecordSeen',
  }));
}
