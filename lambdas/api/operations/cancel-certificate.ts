/**
 * certificates.cancel: the request ends at the next state that looks, which takes back what was done. A request that stands
 * still by a technical failure is set going again for that. Canceling again is harmless.
 */
import { viewRequest } from '../../../core/view.ts';
import type { Operation, Tools } from '../operation.ts';
import { askCancel } from '../parts/ask-cancel.ts';

export function cancelCertificate(tools: Tools): Operation<'certificates.cancel'> {
  return async ({ siteId, requestId }, { now, caller }) => {
    await tools.requests.require(requestId, siteId);
    const request = await askCancel(tools, requestId, caller, now);
    return viewRequest(request, { now, nextCheckAt: request.status === 'CANCELED' ? null : now.toISOString() });
  };
}
