/**
 * VerifyServing: a handshake on every alias proves the certificate. The proof is kept; a name that does not serve yet is tried again.
 * One that served before and by a second look does not ends the request: what served before comes back.
 */
import { swappedBack } from '../../core/endings.ts';
import { ServiceError } from '../../core/errors.ts';
import { lostNames } from '../../core/replacement.ts';
import { CANCELED } from '../../core/request.ts';
import { few } from '../../core/text.ts';
import { createAcm } from '../clients/acm.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { proveAliases } from '../duties/prove-aliases.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  const acm = createAcm(env);
  return step('VerifyServing', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    if (request.cancelAskedAt) return CANCELED;
    const { aliases, replaces } = request;
    const finish = replaces === null ? 'FinishRequest' : 'FinishReplacement';
    const proving = { requests, acm, edge: edgeFrom(env, dnsFrom(env)) };
    const { conditions, failed } = await proveAliases(proving, request, aliases, now);
    const after = await requests.change(requestId, (present) =>
      present.cancelAskedAt
        ? undefined
        : {
            type: 'Served',
            at: now.toISOString(),
            by: 'service',
            text:
              failed.length === 0
                ? `All ${aliases.length} names serve.`
                : `${failed.length} of ${aliases.length} names do not serve yet.`,
            // With the proof it is too late to cancel: both are decided by the same write.
            set: { step: failed.length === 0 ? finish : 'VerifyServing', waitingOn: 'nobody' },
            conditions,
          },
    );
    if (after.cancelAskedAt) return CANCELED;
    const lost = lostNames(
      request,
      failed.map(({ alias }) => alias),
    );
    if (lost.length > 0) return { verdict: 'ended', ...swappedBack(lost, failed) };
    if (failed[0]) {
      const names = few(failed.map(({ alias }) => alias));
      throw new ServiceError('AliasNotServing', { aliases: names, found: failed[0].found });
    }
    return { verdict: replaces === null ? 'serves' : 'replaces' };
  });
};
