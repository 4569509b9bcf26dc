/**
 * certificates.checkAgain: watch looks now: at what the request waits for, at what its ownership move waits for, and after names that serve.
 * What stands still beside the request (its move, the clean-up of what it has replaced) is set going. The due time is set first, so that
 * a lost wake-up costs a minute, not the look.
 */
import { isServing } from '../../../core/request.ts';
import { setMoveGoing } from '../../duties/set-move-going.ts';
import type { Operation, Tools } from '../operation.ts';
import { goOn } from './cancel-certificate.ts';

export function checkAgain(tools: Tools): Operation<'certificates.checkAgain'> {
  const { requests, waits, cares, events } = tools;
  return async ({ siteId, requestId }, { now }) => {
    const request = await requests.require(requestId, siteId);
    const { moveId, failing } = request;
    const serves = isServing(request);
    if (serves) await cares.plan(requestId, now);
    if (serves && failing) await goOn(tools, request);
    const parked = await waits.lookNow(requestId, now);
    if (moveId !== null) await setMoveGoing(tools, moveId, now);
    await events.requestLook(requestId);
    return { looking: parked > 0 || serves };
  };
}
