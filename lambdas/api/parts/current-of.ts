/** The requests of a site that are on their way or serve: an index may tell late how they are, but what is over stays so. */
import type { CertificateRequest } from '../../../core/request.ts';
import { isOver } from '../../../core/status.ts';

/** Their ids, in the order of the list. */
export function currentOf(listed: readonly CertificateRequest[]): string[] {
  return listed.filter((request) => !isOver(request)).map(({ requestId }) => requestId);
}
