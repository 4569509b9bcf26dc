/** CheckCnames: does every alias point to this site's target? */
import { targetSuffix } from '../../core/alias.ts';
import { parseDataCenters } from '../../core/data-center.ts';
import { requireVariable } from '../clients/aws.ts';
import { dnsFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { checkCnames } from '../duties/check-cnames.ts';
import { recordFindings } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, PROBE_LABEL_LENGTH, REAL_MACHINE, step } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const dataCenters = parseDataCenters(requireVariable(env, 'DATA_CENTERS'));
  return step('CheckCnames', env, async ({ requestId, now }) => {
    const { aliases, target, siteId } = await requests.require(requestId);
    const { dataCenter } = await sites.require(siteId);
    const findings = await checkCnames(dnsFrom(env), {
      aliases,
      target,
      targetSuffix: targetSuffix(dataCenters[dataCenter].host),
      now,
      randomLabel: machine.randomHex(PROBE_LABEL_LENGTH),
    });
    return recordFindings(requests, requestId, 'dns', findings, now);
  });
};
