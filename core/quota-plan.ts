/**
 * The quota plan: do these aliases fit into one certificate and one distribution, and has the year room for another
 * certificate? A quota that could not be read refuses nothing: unknown is not full, and AWS itself has the last word.
 */
import { commonNameOf } from './alias.ts';
import type { ErrorDetails } from './api/answers-certificates.ts';
import { ServiceError } from './errors.ts';
import type { CertificateRequest } from './request.ts';

/**
 * The quotas that bound a request. All are read and raised in us-east-1: CloudFront takes its certificates from there, and
 * is itself a global service with its quotas there. Sources: general/latest/gr/acm.html, general/latest/gr/cf_region.html.
 */
export const QUOTAS = {
  /** 10 by default, 100 at most. */
  namesPerCertificate: { service: 'acm', code: 'L-FB94F0B0', name: 'Domain names per ACM certificate' },
  /** 100 by default. */
  aliasesPerDistribution: {
    service: 'cloudfront',
    code: 'L-AAD4943E',
    name: 'Alternate domain names (CNAMEs) per distribution',
  },
  /** 5,000 by default, in a new account perhaps 20. A deleted certificate counts on. */
  certificatesPerYear: { service: 'acm', code: 'L-DA1D8B98', name: 'ACM certificates created in last 365 days' },
} as const;
export type QuotaName = keyof typeof QUOTAS;

/** Of the whole account: no request is planned by it, but on-call hears when it is nearly used. 500 by default; a site needs one. */
export const ACCOUNT_QUOTAS = {
  distributionsPerAccount: { service: 'cloudfront', code: 'L-24B04930', name: 'Distributions per AWS account' },
} as const;
export type AccountQuotaName = keyof typeof ACCOUNT_QUOTAS;

/** Where they are raised. */
const QUOTA_REGION = 'us-east-1';

/** Values in force; null where Service Quotas gave no answer. */
export type QuotaValues = Readonly<Record<QuotaName, number | null>>;

export interface QuotaPlan {
  /** Names that the certificate would have, and how many it may have. */
  names: number;
  limit: number | null;
  /** The name of at most 64 octets that becomes the certificate's common name. */
  commonName: string;
  /** How many aliases the site's distribution may have. */
  aliasLimit: number | null;
  /**
   * Certificates that this service has requested within 365 days, and how many the account may. What others request in the
   * same account is not among them, so the true number may be higher; ACM tells nobody its own count.
   */
  certificatesLastYear: number;
  certificatesPerYear: number | null;
  /** What does not fit; each keeps generate from starting. */
  problems: readonly QuotaProblem[];
}

interface Shortfall {
  /** Quota code and name as Service Quotas shows them. */
  code: string;
  quota: string;
  region: string;
  limit: number;
  wanted: number;
}

/** A quota that is too small, in words too: who raises it, and where. */
export interface QuotaProblem extends Shortfall {
  message: string;
  remedy: string;
}

/** Throws QuotaTooSmall for the first problem of a plan; all of them are in its details. */
export function refuseBeyondQuota({ problems }: QuotaPlan): void {
  if (problems[0]) throw tooSmall(problems[0], { problems });
}

/**
 * Requests that one site may begin in 24 hours: more than people need who begin anew after each mistake, and so few that nobody who begins
 * and cancels in a loop uses up the year's certificates of all before on-call, who hears at 80 %, has stopped it.
 */
const REQUESTS_A_DAY = 20;
const DAY_MS = 24 * 3_600_000;

/** Throws RequestedTooOften. `before`: the site's requests, the newest first. */
export function refuseAnother(before: readonly Pick<CertificateRequest, 'createdAt'>[], now: Date): void {
  const oldest = before[REQUESTS_A_DAY - 1];
  if (!oldest) return;
  const until = new Date(Date.parse(oldest.createdAt) + DAY_MS);
  if (until > now) {
    throw new ServiceError('RequestedTooOften', { limit: String(REQUESTS_A_DAY), until: until.toISOString() });
  }
}

export function planQuotas(aliases: readonly string[], quotas: QuotaValues, certificatesLastYear: number): QuotaPlan {
  const wanted: Record<QuotaName, number> = {
    namesPerCertificate: aliases.length,
    aliasesPerDistribution: aliases.length,
    certificatesPerYear: certificatesLastYear + 1,
  };
  return {
    names: aliases.length,
    limit: quotas.namesPerCertificate,
    commonName: commonNameOf(aliases),
    aliasLimit: quotas.aliasesPerDistribution,
    certificatesLastYear,
    certificatesPerYear: quotas.certificatesPerYear,
    problems: (Object.keys(QUOTAS) as QuotaName[]).flatMap((quota) => problemOf(quota, quotas[quota], wanted[quota])),
  };
}

function problemOf(name: QuotaName, limit: number | null, wanted: number): QuotaProblem[] {
  if (limit === null || wanted <= limit) return [];
  const { code, name: quota } = QUOTAS[name];
  const shortfall = { code, quota, region: QUOTA_REGION, limit, wanted };
  const { message, remedy } = tooSmall(shortfall);
  return [{ ...shortfall, message, remedy }];
}

function tooSmall({ code, quota, region, limit, wanted }: Shortfall, details: ErrorDetails = {}): ServiceError {
  const facts = { code, quota, region, limit: String(limit), wanted: String(wanted) };
  return new ServiceError('QuotaTooSmall', facts, { details });
}
