/**
 * A request of a site that is retired at this very moment: whoever comes second sees what the other has stored, and the request is
 * canceled. Throws what retire means for it.
 */
import type { CertificateRequest } from '../../../core/request.ts';
import { isLeaving, isPastReturn, refuseLeaving } from '../../../core/retirement.ts';
import type { Call, Tools } from '../operation.ts';
import { askCancel } from './ask-cancel.ts';

export async function withdrawIfLeaving(
  tools: Tools,
  { siteId, requestId }: Pick<CertificateRequest, 'siteId' | 'requestId'>,
  { caller, now }: Pick<Call, 'caller' | 'now'>,
): Promise<void> {
  const site = await tools.sites.require(siteId);
  if (!isLeaving(site) && !isPastReturn(site)) return;
  await askCancel(tools, requestId, caller, now);
  refuseLeaving(site);
}
