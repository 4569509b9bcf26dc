/** Is the certificate that a request left behind for its ownership move unused, and deleted? */
import { jobOf } from '../../../core/execution.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Moves } from '../../records/moves.ts';
import type { Requests } from '../../records/requests.ts';
import { seeDeleted } from '../certificate.ts';
import type { Look } from '../look.ts';

export function lookAtFreed(acm: Acm, moves: Moves, requests: Requests): Look {
  return async ({ execution, deadline }, now) => {
    const { requestId } = await moves.require(jobOf(execution));
    return seeDeleted(acm, await requests.require(requestId), deadline, now);
  };
}
