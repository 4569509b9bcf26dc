/**
 * certificates.askForHelp: "I can't". The customer cannot have the held names released, so AWS is asked to hand them over. Asking
 * again is harmless; where nothing is held there is nothing to ask for.
 */
import { ServiceError } from '../../../core/errors.ts';
import { isHeld } from '../../../core/holder.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { isOver } from '../../../core/status.ts';
import { viewRequest } from '../../../core/view.ts';
import type { Operation, Tools } from '../operation.ts';

export function askForHelp({ requests, waits, events }: Tools): Operation<'certificates.askForHelp'> {
  return async ({ siteId, requestId }, { now, caller }) => {
    await requests.require(requestId, siteId);
    const at = now.toISOString();
    const request = await requests.change(requestId, (present) => {
      if (present.helpAskedAt !== null && !isOver(present)) return undefined;
      refuseNeedless(present);
      return {
        type: 'HelpAsked',
        at,
        by: caller,
        text: `${caller} cannot have the names released; AWS is asked to hand them over.`,
        set: { helpAskedAt: at },
      };
    });
    await waits.lookNow(requestId, now);
    await events.requestLook(requestId);
    return viewRequest(request, { now, nextCheckAt: at });
  };
}

function refuseNeedless(request: CertificateRequest): void {
  const { requestId, aliases, conditions, status, step, cancelAskedAt } = request;
  const refused = (why: string) => new ServiceError('NotAwaitingRelease', { requestId, why });
  if (isOver(request)) throw refused(`it has ended (${status})`);
  if (cancelAskedAt !== null) throw refused('it was canceled');
  if (step !== 'AwaitRelease') throw refused('no name is kept off now');
  if (!aliases.some((alias) => isHeld(conditions[alias]?.conflict)))
    throw new ServiceError('NothingHeld', { requestId });
}
