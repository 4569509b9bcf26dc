/** Is the certificate unused, and deleted? */
import { requestOf } from '../../../core/execution.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Requests } from '../../records/requests.ts';
import { seeDeleted } from '../certificate.ts';
import type { Look } from '../look.ts';

export function lookAtUse(acm: Acm, requests: Requests): Look {
  return async ({ execution, deadline }, now) =>
    seeDeleted(acm, await requests.require(requestOf(execution)), deadline, now);
}
