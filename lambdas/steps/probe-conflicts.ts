/** ProbeConflicts: does an edge already serve an alias for somebody else? Advisory, it never blocks. */
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { ownNames, probeConflicts } from '../duties/probe-conflicts.ts';
import { recordFindings } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  return step('ProbeConflicts', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const { aliases, siteId } = request;
    const { distribution } = await sites.require(siteId);
    const edge = edgeFrom(env, dnsFrom(env));
    const ours = await ownNames(requests, request);
    const findings = await probeConflicts(edge, { aliases, ownDistribution: distribution?.domainName, ours });
    return recordFindings(requests, requestId, 'conflict', findings, now);
  });
};
