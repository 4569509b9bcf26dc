/** requests.list: what is on its way or stands still at the sites that the caller may see; what stands still first. */
import { sees } from '../../../core/principal.ts';
import { requestRow, retirementRow, workflowSortKey, workflowStateAt } from '../../../core/workflow.ts';
import type { Part } from '../../records/part.ts';
import type { WorkflowPlace } from '../../records/requests.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from '../parts/page.ts';

export function listRequests({ requests, sites }: Tools): Operation<'requests.list'> {
  return async ({ state, ...page }, { principal }) => {
    const registered = (await sites.list()).filter((site) => sees(principal, site));
    const seen = new Set(registered.map(({ siteId }) => siteId));
    const { entries, nextCursor } = await readPage<WorkflowPlace>(page, {
      list: (part: Part) => requests.workflows(state, part),
      sortKeyOf: ({ sortKey }) => sortKey,
      isSeen: ({ siteId }) => seen.has(siteId),
    });
    // The index is a moment behind: what the request itself says is shown, or that it is not in the list any more.
    const listed = await Promise.all(entries.map(({ requestId }) => requests.require(requestId)));
    const isOfState = (sortKey: string | undefined) =>
      sortKey !== undefined && (state === 'all' || workflowStateAt(sortKey) === state);
    return {
      requests: listed.filter((request) => isOfState(workflowSortKey(request))).map(requestRow),
      retirements:
        state === 'running' || page.cursor !== undefined ? [] : registered.flatMap((site) => retirementRow(site) ?? []),
      nextCursor,
    };
  };
}
