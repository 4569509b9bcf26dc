/** A request is to end: it is asked to, nobody is asked for anything any more, and what it waits for is looked at now. */
import { ServiceError } from '../../../core/errors.ts';
import { type CertificateRequest, canBeCanceled } from '../../../core/request.ts';
import { isRunning } from '../../../core/status.ts';
import { setMoveGoing } from '../../duties/set-move-going.ts';
import type { Tools } from '../operation.ts';
import { goOn, standsStill } from './standstill.ts';

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
  if (!isTooLate || (isRunning(request) && (await standsStill(tools, request)))) await beginEnd(tools, request, now);
  if (isTooLate) throw new ServiceError('NotCancelable', { requestId, why: whyNot(request) });
  return request;
}

/** Nobody is asked for anything any more. */
export const CANCELING = { status: 'PENDING', waitingOn: 'nobody', deadline: null } as const;

/** Whatever the request waits for is looked at now, and its end begins. */
export async function beginEnd(tools: Tools, request: CertificateRequest, now: Date): Promise<void> {
  const { waits, events } = tools;
  const { requestId, moveId } = request;
  if (await standsStill(tools, request)) await goOn(tools, request, now);
  await waits.lookNow(requestId, now);
  if (moveId !== null) await setMoveGoing(tools, moveId, now);
  await events.requestLook(requestId);
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
