/**
 * RecordFailure: a business end. Gives the claims back, deletes a certificate that no distribution uses, and says why: on the
 * request, and in a letter to the site's contacts; or has another request go on in its place, where somebody wants that.
 * What it returns names the Fail state's error, so that the execution ends as failed as the request did.
 */
import { ENDINGS, endingInWords, isEndReason } from '../../core/endings.ts';
import { ServiceError } from '../../core/errors.ts';
import { failure } from '../../core/letters/failure.ts';
import { createAcm } from '../clients/acm.ts';
import { createOpsCenter } from '../clients/ops-center.ts';
import { createTable } from '../clients/table.ts';
import { askOnCall } from '../duties/ask-on-call.ts';
import { goOnWithout } from '../duties/go-on-without.ts';
import { letGo } from '../duties/let-go.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { tellOrphan } from '../duties/tell-orphan.ts';
import { createClaims } from '../records/claims.ts';
import { createMoves } from '../records/moves.ts';
import { type Create, endingStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests } = post;
  const claims = createClaims(table);
  const moves = createMoves(table);
  const acm = createAcm(env);
  const opsCenter = createOpsCenter(env);
  return endingStep('RecordFailure', env, async ({ requestId, now, ending }) => {
    const { reason, facts = {} } = ending;
    if (!isEndReason(reason)) throw new Error(`core/endings.ts knows no ending ${reason}`);
    const request = await requests.require(requestId);
    const { aliases, offAir, certificateArn, moveId, continuation } = request;
    if (continuation) {
      const isAdopted = ending.verdict === 'handedOver';
      if (!isAdopted && certificateArn && !(await acm.delete(certificateArn))) await tellOrphan(requests, request, now);
      return goOnWithout({ requests, sites: post.sites, claims, moves }, request, continuation, isAdopted, now);
    }
    // What AWS Support was asked for outlives the request, with its certificate and the claims of its names.
    const kept = ending.verdict === 'kept' && moveId !== null ? await moves.require(moveId) : undefined;
    for (const alias of [...aliases, ...offAir]) if (!kept?.aliases[alias]) await claims.release(alias, requestId);
    if (certificateArn && !kept && !(await acm.delete(certificateArn))) await tellOrphan(requests, request, now);
    const told = { ...endingInWords({ reason, facts }), reason, request, consoleUrl: post.consoleUrl };
    const ticketId = await askOnCall(opsCenter, told);
    const over = await requests.settle(requestId, (present) => {
      // Wished for meanwhile: tried again, another goes on. Nothing was issued, so it has to claim and to ask anew in any case.
      if (present.continuation) throw new ServiceError('ChangedMeanwhile');
      return {
        type: 'Ended',
        at: now.toISOString(),
        by: 'service',
        text: `Ended: ${reason}.${ticketId ? ` Our on-call has the ticket ${ticketId}.` : ''}`,
        set: {
          status: reason === 'Canceled' ? 'CANCELED' : 'FAILED',
          step: 'RecordFailure',
          waitingOn: ENDINGS[reason].actor,
          deadline: null,
          failing: null,
          failure: { reason, facts },
        },
      };
    });
    // Its move ended at the same moment, and found a request that was not over yet.
    if (kept && (await moves.require(kept.moveId)).phase === 'ENDED') await letGo({ requests, claims, acm }, kept, now);
    // Who canceled knows it.
    if (over.status === 'FAILED') await tellContacts(post, over, 'failure', failure(over, post.consoleUrl), now);
    return { reason, cause: JSON.stringify(facts) };
  });
};
