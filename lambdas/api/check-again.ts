/**
 * certificates.checkAgain: watch looks now: at what the request waits for, at what its ownership move waits for, and after names that serve. The due time is
 * set first, so that a lost wake-up costs a minute, not the look.
 */
import { isOver, isRunning } from '../../core/request.ts';
import type { Operation, Tools } from './operation.ts';

export function checkAgain({ requests, waits, cares, events }: Tools): Operation<'certificates.checkAgain'> {
  return async ({ siteId, requestId }, { now }) => {
    const request = await requests.require(requestId, siteId);
    const { moveId } = request;
    const serves = !isRunning(request) && !isOver(request);
    if (serves) await cares.plan(requestId, now);
    const parked = await waits.lookNow(requestId, now);
    if (moveId !== null) await waits.lookNow(moveId, now);
    await events.requestLook(requestId);
    return { looking: parked > 0 || serves };
  };
}
