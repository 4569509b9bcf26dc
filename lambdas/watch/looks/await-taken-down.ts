/**
 * Does the distribution of a retired site serve nothing any more, and are the site's certificates deleted? After the deadline a
 * certificate that AWS has not let go of is left to on-call, by name; a distribution that is not deployed is waited for.
 */

import type { CertificateRequest } from '../../../core/request.ts';
import { retiredSiteOf } from '../../../core/retirement.ts';
import { isOver } from '../../../core/status.ts';
import type { Acm } from '../../clients/acm.ts';
import type { CloudFront } from '../../clients/cloudfront.ts';
import { tellOrphan } from '../../duties/tell-orphan.ts';
import type { Requests } from '../../records/requests.ts';
import type { Sites } from '../../records/sites.ts';
import { tryToDelete } from '../certificate.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtTakenDown(acm: Acm, cloudFront: CloudFront, requests: Requests, sites: Sites): Look {
  return async ({ execution, deadline }, now) => {
    const siteId = retiredSiteOf(execution) ?? '';
    const { distribution } = await sites.require(siteId);
    if (distribution && !(await cloudFront.isTakenDown(distribution.id))) return 'notYet';
    const left: CertificateRequest[] = [];
    for (const request of (await requests.list(siteId)).filter(mayHaveCertificate))
      if (request.certificateArn && !(await tryToDelete(acm, request.certificateArn))) left.push(request);
    if (left.length > 0 && !isPast(deadline, now)) return 'notYet';
    for (const request of left) await tellOrphan(requests, request, now);
    return MET;
  };
}

/** The certificates of others were deleted when they ended. */
function mayHaveCertificate(request: CertificateRequest): boolean {
  return !isOver(request) || request.status === 'EXPIRED' || request.orphanArn !== null;
}
