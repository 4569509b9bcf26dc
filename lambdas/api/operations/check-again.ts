/**
 * certificates.checkAgain: watch looks now: at what the request waits for, at what its ownership move waits for, and after names that serve.
 * What stands still beside the request (its move, its renewal, its migration, the clean-up of what it has replaced) is set going. The due
 * time is set first, so that a lost wake-up costs a minute, not the look.
 */
import { machineOf } from '../../../core/execution.ts';
import { type CertificateRequest, isRunning, isServing } from '../../../core/request.ts';
import { setJobGoing } from '../../duties/set-job-going.ts';
import { setMoveGoing } from '../../duties/set-move-going.ts';
import type { Operation, Tools } from '../operation.ts';
import { goOn } from './cancel-certificate.ts';

export function checkAgain(tools: Tools): Operation<'certificates.checkAgain'> {
  const { requests, waits, cares, events } = tools;
  return async ({ siteId, requestId }, { now }) => {
    const request = await requests.require(requestId, siteId);
    const { moveId } = request;
    const serves = isServing(request);
    if (serves) await cares.plan(requestId, now);
    await goOnBeside(tools, request);
    const parked = await waits.lookNow(requestId, now);
    if (moveId !== null) await setMoveGoing(tools, moveId, now);
    await events.requestLook(requestId);
    return { looking: parked > 0 || serves };
  };
}

/** A request on its way that stands still goes on by redrive, or ends by a cancel; a move is set going by its own record. */
async function goOnBeside(tools: Tools, request: CertificateRequest): Promise<void> {
  const { requestId, failing } = request;
  if (!failing || isRunning(request)) return;
  for (const execution of failing.stops?.map((stop) => stop.execution) ?? [requestId]) {
    const machine = machineOf(execution);
    if (machine === 'renew-certificate' || machine === 'migrate-validation')
      await setJobGoing(tools, machine, execution);
    else if (isServing(request)) await goOn(tools, request);
  }
}
