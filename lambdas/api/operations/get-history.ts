/** certificates.history: every event of a request, oldest first, with the proofs of its handshakes. */
import type { Operation, Tools } from '../operation.ts';

export function getHistory({ requests }: Tools): Operation<'certificates.history'> {
  return async ({ siteId, requestId }) => {
    const [events, proofs] = await Promise.all([
      requests.events(requestId),
      requests.evidence(requestId, 'serving'),
      requests.require(requestId, siteId),
    ]);
    return { events: events.map(({ requestId: _, ...event }) => event), proofs };
  };
}
