/**
 * certificates.cancel: the request ends at the next state that looks, which takes back what was done. A request that stands
 * still by a technical failure is set going again for that. Canceling again is harmless.
 */
import { ServiceError } from '../../../core/errors.ts';
import { isSameWork, jobName } from '../../../core/execution.ts';
import { type CertificateRequest, canBeCanceled, isRunning, isServing } from '../../../core/request.ts';
import { viewRequest } from '../../../core/view.ts';
import { redriveExecution, startExecution } from '../../duties/run-execution.ts';
import { setMoveGoing } from '../../duties/set-move-going.ts';
import type { Operation, Tools } from '../operation.ts';

export function cancelCertificate(tools: Tools): Operation<'certificates.cancel'> {
  return async ({ siteId, requestId }, { now, caller }) => {
    await tools.requests.require(requestId, siteId);
    const request = await askCancel(tools, requestId, caller, now);
    return viewRequest(request, { now, nextCheckAt: request.status === 'CANCELED' ? null : now.toISOString() });
  };
}

/** Throws NotCancelable where it is too late. */
export async function askCancel(
  tools: Tools,
  requestId: string,
  caller: string,
  now: Date,
): Promise<CertificateRequest> {
  const at = now.toISOString();
  const request = await tools.requests.change(requestId, (present) => {
    const isAsked = present.cancelAskedAt !== null && present.continuation === null;
    if (isAsked || !canBeCanceled(present)) return undefined;
    return {
      type: 'CancelAsked',
      at,
      by: caller,
      text: `${caller} canceled the request.`,
      set: { ...CANCELING, cancelAskedAt: at, replacedBy: null, continuation: null },
    };
  });
  if (request.status === 'CANCELED') return request;
  const isTooLate = !canBeCanceled(request);
  // What stands still just before its end goes on to it, so that what the refusal says comes true.
  if (!isTooLate || (isRunning(request) && (await standsStill(tools, request)))) await setGoing(tools, request, now);
  if (isTooLate) throw new ServiceError('NotCancelable', { requestId, why: whyNot(request) });
  return request;
}

/** Nobody is asked for anything any more. */
export const CANCELING = { status: 'PENDING', waitingOn: 'nobody', deadline: null } as const;

/** Whatever the request waits for is looked at now, and its end begins. */
export async function setGoing(tools: Tools, request: CertificateRequest, now: Date): Promise<void> {
  const { waits, events } = tools;
  const { requestId, moveId } = request;
  if (await standsStill(tools, request)) await goOn(tools, request, now);
  await waits.lookNow(requestId, now);
  if (moveId !== null) await setMoveGoing(tools, moveId, now);
  await events.requestLook(requestId);
}

/** Its own work, or what is left of it. Where nothing is known to stand still, Step Functions is asked: watch may not have been told yet. */
export async function standsStill(
  { stepFunctions, machineArns }: Pick<Tools, 'stepFunctions' | 'machineArns'>,
  { requestId, failing }: CertificateRequest,
): Promise<boolean> {
  if (failing) return failing.stops?.some(({ execution }) => isSameWork(execution, requestId)) ?? true;
  return stepFunctions.hasStopped(machineArns['provision-certificate'], requestId);
}

/**
 * Where it stands still it goes on. When Step Functions redrives its execution no more, another one does what is left: forward where
 * everything is proven, else back. Started again it is the same one, unless that has stood still for so long as well.
 */
export async function goOn(tools: Tools, request: CertificateRequest, now: Date): Promise<void> {
  const { machineArns } = tools;
  const { requestId, step, replaces } = request;
  // Of what serves all is done but, at most, the clean-up of what it has replaced.
  const left = !isServing(request) ? step : replaces === null ? 'FinishRequest' : 'AwaitRetirement';
  const arn = machineArns['conclude-request'];
  let isGoing = await redriveExecution(tools, machineArns['provision-certificate'], requestId, now);
  for (let n = 1; !isGoing; n++) {
    const name = jobName(requestId, 'conclude', n);
    await startExecution(tools, arn, name, { requestId, left }, now);
    isGoing = await redriveExecution(tools, arn, name, now);
  }
}

/** Why a request is past being ended by a wish. */
export function whyNot({ status, continuation, replacedBy, migration }: CertificateRequest): string {
  switch (status) {
    case 'PENDING':
      return continuation
        ? `request ${replacedBy} goes on in its place in a moment`
        : 'all its names serve, and it is READY in a moment';
    case 'READY':
    case 'ACTIVE':
      return migration && migration.end === null
        ? `it is ${status}, its certificate serves; its migration harms nothing and ends by itself when the records do not come`
        : `it is ${status}, its certificate serves`;
    default:
      return `it has ended (${status})`;
  }
}
