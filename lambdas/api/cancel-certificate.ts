/**
 * certificates.cancel: the request ends at the next state that looks, which takes back what was done. A request that stands
 * still by a technical failure is set going again for that. Canceling again is harmless.
 */
import { ServiceError } from '../../core/errors.ts';
import { type CertificateRequest, canBeCanceled } from '../../core/request.ts';
import { viewRequest } from '../../core/view.ts';
import type { Operation, Tools } from './operation.ts';

export function cancelCertificate(tools: Tools): Operation<'certificates.cancel'> {
  return async ({ siteId, requestId }, { now, caller }) => {
    await tools.requests.require(requestId, siteId);
    const request = await askCancel(tools, requestId, caller, now);
    return viewRequest(request, request.status === 'CANCELED' ? null : now.toISOString(), {});
  };
}

/** Throws NotCancelable where it is too late. */
export async function askCancel(
  { requests, waits, events, stepFunctions, provisionCertificateArn }: Tools,
  requestId: string,
  caller: string,
  now: Date,
): Promise<CertificateRequest> {
  const at = now.toISOString();
  const request = await requests.change(requestId, (present) => {
    if (present.status === 'CANCELED' || (present.cancelAskedAt && canBeCanceled(present))) return undefined;
    if (!canBeCanceled(present)) throw new ServiceError('NotCancelable', { requestId, why: whyNot(present) });
    return {
      type: 'CancelAsked',
      at,
      by: caller,
      text: `${caller} canceled the request.`,
      set: { cancelAskedAt: at, status: 'PENDING', waitingOn: 'nobody', deadline: null },
    };
  });
  if (request.status === 'CANCELED') return request;
  if (request.failing) await stepFunctions.redrive(provisionCertificateArn, requestId);
  await waits.lookNow(requestId, now);
  if (request.moveId !== null) await waits.lookNow(request.moveId, now);
  await events.requestLook(requestId);
  return request;
}

function whyNot({ status }: CertificateRequest): string {
  switch (status) {
    case 'PENDING':
      return 'all its names serve, and it is READY in a moment';
    case 'READY':
    case 'ACTIVE':
      return `it is ${status}, its certificate serves`;
    default:
      return `it has ended (${status})`;
  }
}
