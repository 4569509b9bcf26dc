/** certificates.checkAgain: watch looks now. The due time is set first, so that a lost wake-up costs a minute, not the look. */
import type { Operation, Tools } from './operation.ts';

export function checkAgain({ requests, waits, events }: Tools): Operation<'certificates.checkAgain'> {
  return async ({ siteId, requestId }, { now }) => {
    await requests.require(requestId, siteId);
    const parked = await waits.lookNow(requestId, now);
    await events.requestLook(requestId);
    return { looking: parked > 0 };
  };
}
