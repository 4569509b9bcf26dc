/**
 * AddAliases: every name that nobody else holds goes onto the site's distribution, and serves while the others are waited for. A
 * name that another site of ours holds ends the request: it is never taken from a site.
 */
import { parseDataCenters } from '../../core/data-center.ts';
import { otherSitesEnding } from '../../core/endings.ts';
import { parseWildcardPolicy } from '../../core/holder.ts';
import { CANCELED } from '../../core/request.ts';
import { deadlineOf } from '../../core/wait.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { dnsFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { type AliasTools, addFreeAliases, ofOtherSites } from '../duties/add-free-aliases.ts';
import { createLeases } from '../records/leases.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, createLogger, REAL_MACHINE, step } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const tools: AliasTools = {
    requests: createRequests(table),
    sites: createSites(table),
    moves: createMoves(table),
    leases: createLeases(table),
    cloudFront: createCloudFront(env),
    dns: () => dnsFrom(env),
    dataCenters: parseDataCenters(requireVariable(env, 'DATA_CENTERS')),
    policy: parseWildcardPolicy(requireVariable(env, 'WILDCARD_OVERLAP')),
    machine,
    logger: createLogger('AddAliases', env),
  };
  return step('AddAliases', env, async ({ requestId, now }) => {
    const request = await tools.requests.require(requestId);
    if (request.cancelAskedAt) return CANCELED;
    const news = {
      type: 'AliasesAdded',
      until: deadlineOf('AwaitRelease', now),
      set: () => ({ step: 'AddAliases', status: 'PENDING', waitingOn: 'nobody', deadline: null }) as const,
    } as const;
    const { off } = await addFreeAliases(tools, request, news, now);
    if (ofOtherSites(off).length > 0) return { verdict: 'ended', ...otherSitesEnding(ofOtherSites(off)) };
    return { verdict: Object.keys(off).length === 0 ? 'added' : 'held' };
  });
};
