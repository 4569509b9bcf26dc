/** What stands beside READY or ACTIVE, and takes nothing away from it: the names go on serving, or somebody is told that they do not. */
import { troublesOf } from './health.ts';
import type { CertificateRequest } from './request.ts';
import { isServing } from './status.ts';

export const ALONGSIDE = ['RENEWING', 'DEGRADED'] as const;
export type Alongside = (typeof ALONGSIDE)[number];

/** Empty for what does not serve. */
export function alongsideOf(request: CertificateRequest): Alongside[] {
  if (!isServing(request)) return [];
  const holds = { RENEWING: request.renewal !== null, DEGRADED: troublesOf(request).length > 0 };
  return ALONGSIDE.filter((each) => holds[each]);
}
