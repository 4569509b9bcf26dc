/** instructions.get: what a link shows, to whoever has it. A link that never was and one that has ended are answered alike. */
import { ServiceError } from '../../../core/errors.ts';
import { instructionsOf } from '../../../core/instructions.ts';
import { isLeaving } from '../../../core/retirement.ts';
import { networkOf } from '../../records/attempts.ts';
import type { Operation, Tools } from '../operation.ts';

export function getInstructions({
  requests,
  sites,
  links,
  attempts,
  machine,
  callsPerMinute,
}: Tools): Operation<'instructions.get'> {
  return async ({ token }, { now, request: { source } }) => {
    const until = await attempts.overLimit(`instructions ${networkOf(source)}`, callsPerMinute, machine.doorTime());
    if (until !== undefined) throw new ServiceError('TooManyCalls', { limit: String(callsPerMinute), until });
    const link = await links.open(token, now);
    const request = link && (await requests.find(link.requestId));
    if (!link || !request) throw new ServiceError('InstructionsUnknown');
    const mailed = await requests.evidence(link.requestId, 'addresses');
    const addresses = Object.fromEntries(mailed.map(({ alias, seen }) => [alias, seen as string[]]));
    const leaves = isLeaving(await sites.require(request.siteId)); // its records are to go
    const instructions = leaves ? [] : instructionsOf(request, addresses, now);
    return { expiresAt: link.expiresAt, deadline: instructions.length > 0 ? request.deadline : null, instructions };
  };
}
