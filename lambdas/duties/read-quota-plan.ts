/**
 * Reads the quotas in force and the year's certificates, all at once: do these aliases fit? Generate refuses what does not: a person must
 * raise the quota first.
 */
import { planQuotas, type QuotaPlan } from '../../core/quota-plan.ts';
import type { Quotas } from '../clients/quotas.ts';
import type { Requests } from '../records/requests.ts';

export interface QuotaTools {
  quotas: Quotas;
  requests: Requests;
}

/** ACM counts what was created in the last 365 days. */
const YEAR_MS = 365 * 24 * 3_600_000;

export async function readQuotaPlan(
  { quotas, requests }: QuotaTools,
  aliases: readonly string[],
  now: Date,
): Promise<QuotaPlan> {
  const [namesPerCertificate, aliasesPerDistribution, certificatesPerYear, lastYear] = await Promise.all([
    quotas.value('namesPerCertificate'),
    quotas.value('aliasesPerDistribution'),
    quotas.value('certificatesPerYear'),
    requests.certificatesSince(new Date(now.getTime() - YEAR_MS)),
  ]);
  return planQuotas(aliases, { namesPerCertificate, aliasesPerDistribution, certificatesPerYear }, lastYear);
}
