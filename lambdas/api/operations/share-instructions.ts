/** certificates.shareInstructions: a link for whoever owns the DNS or a mailbox. It shows what there is to do and nothing else. */
import { ServiceError } from '../../../core/errors.ts';
import { instructionsOf, linkEnd } from '../../../core/instructions.ts';
import { addressOfLink } from '../../../core/letters/letter.ts';
import { isLeaving } from '../../../core/retirement.ts';
import type { Operation, Tools } from '../operation.ts';

export function shareInstructions({
  requests,
  sites,
  links,
  consoleUrl,
}: Tools): Operation<'certificates.shareInstructions'> {
  return async ({ siteId, requestId }, { now }) => {
    const request = await requests.require(requestId, siteId);
    const leaves = isLeaving(await sites.require(siteId)); // its records are to go
    if (leaves || instructionsOf(request, {}, now).length === 0)
      throw new ServiceError('NothingToShare', { requestId });
    const expiresAt = linkEnd(request, now);
    return { url: addressOfLink(await links.make({ requestId, expiresAt }), consoleUrl), expiresAt };
  };
}
