/** Is the certificate that a request left behind for its ownership move unused, and deleted? */
import { jobOf } from '../../../core/execution.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Moves } from '../../records/moves.ts';
import type { Requests } from '../../records/requests.ts';
import type { Look } from '../look.ts';
import { lookAtUse } from './await-unused.ts';

export function lookAtFreed(acm: Acm, moves: Moves, requests: Requests): Look {
  const look = lookAtUse(acm, requests);
  return async (wait, now) => {
    const { requestId } = await moves.require(jobOf(wait.execution));
    return look({ ...wait, execution: requestId }, now);
  };
}
