/** certificates.get: one request as it stands, with the addresses that ACM reported and the time of our next look. */
import { viewRequest } from '../../core/view.ts';
import type { Operation, Tools } from './operation.ts';

export function getCertificate({ requests, waits }: Tools): Operation<'certificates.get'> {
  return async ({ siteId, requestId }) => {
    const request = await requests.require(requestId, siteId);
    const [parked, evidence] = await Promise.all([waits.at(requestId), requests.evidence(requestId, 'addresses')]);
    const addresses = Object.fromEntries(evidence.map(({ alias, seen }) => [alias, seen as string[]]));
    return viewRequest(request, parked[0]?.dueAt ?? null, addresses);
  };
}
