/**
 * certificates.checkAgain: watch looks now, at what the request waits for and at what its ownership move waits for. The due time is
 * set first, so that a lost wake-up costs a minute, not the look.
 */
import type { Operation, Tools } from './operation.ts';

export function checkAgain({ requests, waits, events }: Tools): Operation<'certificates.checkAgain'> {
  return async ({ siteId, requestId }, { now }) => {
    const { moveId } = await requests.require(requestId, siteId);
    const parked = await waits.lookNow(requestId, now);
    if (moveId !== null) await waits.lookNow(moveId, now);
    await events.requestLook(requestId);
    return { looking: parked > 0 };
  };
}
