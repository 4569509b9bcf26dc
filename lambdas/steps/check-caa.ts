/** CheckCaa: may Amazon issue for every alias (RFC 8659)? Where it has issued, nobody asks. */
import { isIssued } from '../../core/request.ts';
import { dnsFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { checkCaa } from '../duties/check-caa.ts';
import { CLEAN, recordFindings } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  return step('CheckCaa', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    if (isIssued(request)) return CLEAN;
    const { aliases, target } = request;
    const findings = await checkCaa(dnsFrom(env), { aliases, target, now });
    return recordFindings(requests, requestId, 'caa', findings, now);
  });
};
