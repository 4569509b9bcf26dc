/** CheckMailRoutes: which domain's mailboxes can receive the approval mail of each alias? Where all have approved, nobody asks. */
import { isIssued } from '../../core/request.ts';
import { dnsFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { checkMailRoutes } from '../duties/check-mail-routes.ts';
import { CLEAN, recordFindings } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  return step('CheckMailRoutes', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    if (isIssued(request)) return CLEAN;
    const { aliases, prefix, method } = request;
    const findings = await checkMailRoutes(dnsFrom(env), { aliases, prefix, method });
    return recordFindings(requests, requestId, 'mail', findings, now);
  });
};
