/**
 * Is the certificate that a request left behind for its ownership move unused, and deleted? One that another request goes on with stays, and
 * there is nothing to wait for.
 */
import { jobOf } from '../../../core/execution.ts';
import { isLeftTo } from '../../../core/move.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Moves } from '../../records/moves.ts';
import type { Requests } from '../../records/requests.ts';
import { seeDeleted } from '../certificate.ts';
import { type Look, MET } from '../look.ts';

export function lookAtFreed(acm: Acm, moves: Moves, requests: Requests): Look {
  return async ({ execution, deadline }, now) => {
    const move = await moves.require(jobOf(execution));
    const request = await requests.require(move.requestId);
    const { requestId, certificateArn } = request;
    const isItsOwn = certificateArn !== null && (await requests.ofCertificate(certificateArn)) === requestId;
    return isItsOwn && isLeftTo(move, request) ? seeDeleted(acm, request, deadline, now) : MET;
  };
}
