/**
 * The quotas that the simulators keep, with AWS's defaults. Values per account; a value raised is data of the world.
 */

export interface Quota {
  service: 'acm' | 'cloudfront';
  code: string;
  name: string;
  default: number;
  /** What AWS grants at most; above it a request for more is turned down. */
  ceiling: number;
  /** CloudFront's quotas hold for the whole account, not per Region. */
  global: boolean;
}

/** AWS names no ceiling for these. */
const NO_CEILING = Number.POSITIVE_INFINITY;

/** Sources: general/latest/gr/acm.html and acm/latest/userguide/acm-limits.html; general/latest/gr/cf_region.html. */
export const QUOTAS: readonly Quota[] = [
  {
    service: 'acm',
    code: 'L-FB94F0B0',
    name: 'Domain names per ACM certificate',
    default: 10,
    ceiling: 100,
    global: false,
  },
  { service: 'acm', code: 'L-F141DD1D', name: 'ACM certificates', default: 2500, ceiling: NO_CEILING, global: false },
  {
    service: 'acm',
    code: 'L-DA1D8B98',
    name: 'ACM certificates created in last 365 days',
    default: 5000,
    ceiling: NO_CEILING,
    global: false,
  },
  {
    service: 'cloudfront',
    code: 'L-AAD4943E',
    name: 'Alternate domain names (CNAMEs) per distribution',
    default: 100,
    ceiling: NO_CEILING,
    global: true,
  },
  {
    service: 'cloudfront',
    code: 'L-24B04930',
    name: 'Distributions per AWS account',
    default: 500,
    ceiling: NO_CEILING,
    global: true,
  },
];

export const NAMES_PER_CERTIFICATE = 'L-FB94F0B0';
export const CERTIFICATES = 'L-F141DD1D';
export const CERTIFICATES_PER_YEAR = 'L-DA1D8B98';
export const ALIASES_PER_DISTRIBUTION = 'L-AAD4943E';
export const DISTRIBUTIONS = 'L-24B04930';
