/**
 * certificates.checkAgain: watch looks now: at what the request waits for, at what its ownership move waits for, and after names that serve.
 * What stands still is set going, whether watch was told of it or not: its own work, its move; and its renewal and its migration. The due time
 * is set first, so that a lost wake-up costs a minute, not the look.
 */
import { machineOf } from '../../../core/execution.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { isOver, isServing } from '../../../core/status.ts';
import { redriveExecution } from '../../duties/run-execution.ts';
import { setJobGoing } from '../../duties/set-job-going.ts';
import { setMoveGoing } from '../../duties/set-move-going.ts';
import type { Operation, Tools } from '../operation.ts';
import { goOn, standsStill } from '../parts/standstill.ts';

export function checkAgain(tools: Tools): Operation<'certificates.checkAgain'> {
  const { requests, waits, cares, events } = tools;
  return async ({ siteId, requestId }, { now }) => {
    const request = await requests.require(requestId, siteId);
    const { moveId } = request;
    const serves = isServing(request);
    if (serves) await cares.plan(requestId, now);
    await setStoppedGoing(tools, request, now);
    const parked = await waits.lookNow(requestId, now);
    if (moveId !== null) await setMoveGoing(tools, moveId, now);
    await events.requestLook(requestId);
    return { looking: parked > 0 || serves };
  };
}

/** A request on its way that can be redriven no more is left to a cancel, which takes back what was done; a move is set going by its own record. */
async function setStoppedGoing(tools: Tools, request: CertificateRequest, now: Date): Promise<void> {
  const { requestId, failing } = request;
  for (const { execution } of failing?.stops ?? []) {
    const machine = machineOf(execution);
    if (machine === 'renew-certificate' || machine === 'migrate-validation')
      await setJobGoing(tools, machine, execution, now);
  }
  if (isOver(request) || !(await standsStill(tools, request))) return;
  if (isServing(request)) await goOn(tools, request, now);
  else await redriveExecution(tools, tools.machineArns['provision-certificate'], requestId, now);
}
