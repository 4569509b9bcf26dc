/**
 * certificates.checkAgain: watch looks now: at what the request waits for, at what its ownership move waits for, and after names that serve.
 * What stands still is set going, whether watch was told of it or not: its own work, its move; and its renewal and its migration. The due time
 * is set first, so that a lost wake-up costs a minute, not the look. Asked for again before watch has come to it, it wakes watch no second time.
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
    const isAsked = await wasAsked(tools, request, now);
    if (serves && !isAsked) await cares.plan(requestId, now);
    await setStoppedGoing(tools, request, now);
    const parked = isAsked ? 0 : await waits.lookNow(requestId, now);
    if (moveId !== null) await setMoveGoing(tools, moveId, now);
    if (!isAsked) await events.requestLook(requestId);
    return { looking: isAsked || parked > 0 || serves };
  };
}

/** Milliseconds: an event has woken watch long before, unless watch has no hand free; later, the event may be lost. */
const ASKED_MS = 10_000;

/** Whether all that watch is to look at has been due for a moment, and it has not begun. */
async function wasAsked({ waits, cares }: Tools, request: CertificateRequest, now: Date): Promise<boolean> {
  const { requestId } = request;
  const parked = await waits.of(requestId);
  const care = isServing(request) ? await cares.of(requestId) : undefined;
  const since = now.getTime() - ASKED_MS;
  const isDueNow = ({ dueAt }: { dueAt: string }) => Date.parse(dueAt) > since && Date.parse(dueAt) <= now.getTime();
  const due = [...parked, ...(care ? [care] : [])];
  return due.length > 0 && due.every(isDueNow) && parked.every(({ looks }) => looks === 0);
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
