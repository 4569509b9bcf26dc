/**
 * certificates.cancel: the request ends at the next state that looks, which takes back what was done. A request that stands
 * still by a technical failure is set going again for that. Canceling again is harmless.
 */
import { ServiceError } from '../../core/errors.ts';
import { type CertificateRequest, canBeCanceled } from '../../core/request.ts';
import { viewRequest } from '../../core/view.ts';
import type { Operation, Tools } from './operation.ts';

export function cancelCertificate(tools: Tools): Operation<'certificates.cancel'> {
  const { requests, waits, events, stepFunctions, provisionCertificateArn } = tools;
  return async ({ siteId, requestId }, { now, caller }) => {
    await requests.require(requestId, siteId);
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
    if (request.status === 'CANCELED') return viewRequest(request, null, {});
    if (request.failing) await stepFunctions.redrive(provisionCertificateArn, requestId);
    await waits.lookNow(requestId, now);
    if (request.moveId !== null) await waits.lookNow(request.moveId, now);
    await events.requestLook(requestId);
    return viewRequest(request, at, {});
  };
}

function whyNot({ status, migration }: CertificateRequest): string {
  switch (status) {
    case 'PENDING':
      return 'all its names serve, and it is READY in a moment';
    case 'READY':
    case 'ACTIVE':
      return migration && migration.end === null
        ? `it is ${status}, its certificate serves; its migration harms nothing and ends by itself when the records do not come`
        : `it is ${status}, its certificate serves`;
    default:
      return `it has ended (${status})`;
  }
}
