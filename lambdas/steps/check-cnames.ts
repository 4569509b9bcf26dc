/** CheckCnames: does every alias point to this site's target? */
import { parseDataCenters } from '../../core/data-center.ts';
import { requireVariable } from '../clients/aws.ts';
import { dnsFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { checkCnamesOf } from '../duties/check-cnames.ts';
import { recordFindings } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, REAL_MACHINE, step } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const tools = {
    sites: createSites(table),
    dataCenters: parseDataCenters(requireVariable(env, 'DATA_CENTERS')),
    machine,
  };
  return step('CheckCnames', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const findings = await checkCnamesOf({ ...tools, dns: dnsFrom(env) }, request, request.aliases, now);
    return recordFindings(requests, requestId, 'dns', findings, now);
  });
};
