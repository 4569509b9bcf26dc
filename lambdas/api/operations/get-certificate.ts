/** certificates.get: one request as it stands, with the addresses or records that ACM named and the time of our next look. */
import type { ValidationRecord } from '../../../core/validation-record.ts';
import { viewRequest } from '../../../core/view.ts';
import type { Operation, Tools } from '../operation.ts';

export function getCertificate({ requests, waits, cares }: Tools): Operation<'certificates.get'> {
  return async ({ siteId, requestId }, { now }) => {
    const [request, parked, care, mailed, named] = await Promise.all([
      requests.require(requestId, siteId),
      waits.of(requestId),
      cares.of(requestId),
      requests.evidence(requestId, 'addresses'),
      requests.evidence(requestId, 'record'),
    ]);
    const addresses = Object.fromEntries(mailed.map(({ alias, seen }) => [alias, seen as string[]]));
    const records = Object.fromEntries(named.map(({ alias, seen }) => [alias, seen as ValidationRecord]));
    const [nextCheckAt = null] = [...parked, ...(care ? [care] : [])].map(({ dueAt }) => dueAt).sort();
    return viewRequest(request, { now, nextCheckAt, addresses, records });
  };
}
