/** Is the certificate unused, and deleted? After the deadline we go on all the same: the end then names it as left behind. */
import { requestOf } from '../../../core/execution.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Requests } from '../../records/requests.ts';
import { isPast, type Look, MET } from '../look.ts';
import { certificateOf } from './await-validation-records.ts';

export function lookAtUse(acm: Acm, requests: Requests): Look {
  return async ({ execution, deadline }, now) => {
    const certificate = await certificateOf(acm, await requests.require(requestOf(execution)));
    if (!certificate) return MET;
    const gone = certificate.inUseBy.length === 0 && (await acm.delete(certificate.certificateArn));
    return gone || isPast(deadline, now) ? MET : 'notYet';
  };
}
