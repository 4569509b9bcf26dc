/** DetectConflicts: asks AWS, with authority now that a covering certificate is attached, who holds or overlaps each alias. */
import { parseWildcardPolicy } from '../../core/holder.ts';
import { CANCELED } from '../../core/request.ts';
import { deadlineOf } from '../../core/wait.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { findConflicts } from '../duties/find-conflicts.ts';
import { asConditions } from '../duties/record-findings.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const tools = {
    cloudFront: createCloudFront(env),
    sites: createSites(table),
    moves: createMoves(table),
    policy: parseWildcardPolicy(requireVariable(env, 'WILDCARD_OVERLAP')),
  };
  return step('DetectConflicts', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    if (request.cancelAskedAt) return CANCELED; // the certificate that AWS wants to see may not be there

    const findings = await findConflicts(tools, request, request.aliases, deadlineOf('AwaitRelease', now));
    await requests.change(request, () => ({
      type: 'ConflictsChecked',
      at: now.toISOString(),
      by: 'service',
      text: 'Asked AWS who else holds these names.',
      set: { step: 'DetectConflicts' },
      conditions: asConditions('conflict', findings),
    }));
    return { verdict: 'checked' };
  });
};
