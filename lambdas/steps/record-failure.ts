/**
 * RecordFailure: a business end. Says why, gives the claims back, and deletes a certificate that no distribution uses.
 * What it returns names the Fail state's error, so that the execution ends as failed as the request did.
 */
import type { EndReason } from '../../core/request.ts';
import { createAcm } from '../clients/acm.ts';
import { createTable } from '../clients/table.ts';
import { createClaims } from '../records/claims.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, endingStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const claims = createClaims(table);
  const acm = createAcm(env);
  return endingStep('RecordFailure', env, async ({ requestId, now, ending }) => {
    const reason = ending.reason as EndReason | undefined;
    if (!reason) throw new Error('a verdict other than the good one must name its reason');
    const facts = ending.facts ?? {};
    const { aliases, certificateArn } = await requests.require(requestId);
    for (const alias of aliases) await claims.release(alias, requestId);
    if (certificateArn) await acm.delete(certificateArn);
    await requests.change(requestId, () => ({
      type: 'Ended',
      at: now.toISOString(),
      by: 'service',
      text: `Ended: ${reason}.`,
      set: {
        status: reason === 'Canceled' ? 'CANCELED' : 'FAILED',
        step: 'RecordFailure',
        waitingOn: 'site admin',
        deadline: null,
        failure: { reason, facts },
      },
    }));
    return { reason, cause: JSON.stringify(facts) };
  });
};
