/** What stands beside READY or ACTIVE: the names serve, and something is going on with them. */
import type { CertificateRequest } from './request.ts';

export const ALONGSIDE = ['RENEWING', 'DEGRADED'] as const;
export type Alongside = (typeof ALONGSIDE)[number];

/** Empty for what does not serve. */
export function alongsideOf({ status, renewal }: CertificateRequest): Alongside[] {
  if (status !== 'READY' && status !== 'ACTIVE') return [];
  return renewal ? ['RENEWING'] : [];
}
