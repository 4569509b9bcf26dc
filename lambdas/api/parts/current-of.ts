/** The requests of a site that are on their way or serve: an index may tell late how they are, but what is over stays so. */
import { isOver } from '../../../core/status.ts';
import type { Requests } from '../../records/requests.ts';

/** Their ids, newest first. */
export async function currentOf(requests: Requests, siteId: string): Promise<string[]> {
  return (await requests.list(siteId)).filter((request) => !isOver(request)).map(({ requestId }) => requestId);
}
