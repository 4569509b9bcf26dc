/** Has CloudFront deployed? After an hour we go on all the same: the handshakes that follow are the proof. */
import type { CloudFront } from '../../clients/cloudfront.ts';
import { distributionOf } from '../../duties/distribution-of.ts';
import type { Requests } from '../../records/requests.ts';
import type { Sites } from '../../records/sites.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtDeployment(cloudFront: CloudFront, requests: Requests, sites: Sites): Look {
  return async ({ execution: requestId, deadline }, now) => {
    const { siteId } = await requests.require(requestId);
    const { id } = await distributionOf(sites, siteId);
    return (await cloudFront.isDeployed(id)) || isPast(deadline, now) ? MET : 'notYet';
  };
}
