/** What stands beside READY or ACTIVE, and takes nothing away from it: the names go on to serve, or somebody is told that they do not. */
import { troublesOf } from './health.ts';
import type { CertificateRequest } from './request.ts';

export const ALONGSIDE = ['RENEWING', 'DEGRADED'] as const;
export type Alongside = (typeof ALONGSIDE)[number];

export function alongsideOf(request: CertificateRequest): Alongside[] {
  return troublesOf(request).length > 0 ? ['DEGRADED'] : [];
}
