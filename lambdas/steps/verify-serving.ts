/** VerifyServing: a handshake on every alias proves the certificate. The proof is kept; a name that does not serve yet is tried again. */
import type { Finding } from '../../core/condition.ts';
import { ServiceError } from '../../core/errors.ts';
import { CANCELED } from '../../core/request.ts';
import type { Judgement } from '../../core/serving.ts';
import { few } from '../../core/text.ts';
import { createAcm } from '../clients/acm.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { proveServing } from '../duties/prove-serving.ts';
import { asConditions } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  const acm = createAcm(env);
  return step('VerifyServing', env, async ({ requestId, now }) => {
    const { aliases, prefix, certificateArn, cancelAskedAt } = await requests.require(requestId);
    if (cancelAskedAt) return CANCELED;
    if (!certificateArn) throw new Error(`request ${requestId} has no certificate to prove`);
    const serial = (await acm.describe(certificateArn))?.serial;
    if (!serial)
      throw new ServiceError('AwsRefused', {}, { details: { answer: `ACM knows no serial of ${certificateArn}` } });
    const edge = edgeFrom(env, dnsFrom(env));
    const judgements = await Promise.all(
      aliases.map(
        async (alias): Promise<[string, Judgement]> => [
          alias,
          await proveServing(edge, { alias, prefix, serial, now }),
        ],
      ),
    );
    const at = now.toISOString();
    await requests.addEvidence(
      requestId,
      judgements.map(([alias, seen]) => ({ alias, kind: 'serving', at, seen })),
    );
    const failed = judgements.flatMap(([alias, seen]) => (seen.serves ? [] : [{ alias, found: seen.found }]));
    const conditions = asConditions(
      'serving',
      Object.fromEntries(judgements.map(([alias, seen]) => [alias, findingOf(alias, seen)])),
    );
    const after = await requests.change(requestId, (present) =>
      present.cancelAskedAt
        ? undefined
        : {
            type: 'Served',
            at,
            by: 'service',
            text:
              failed.length === 0
                ? `All ${aliases.length} names serve.`
                : `${failed.length} of ${aliases.length} names do not serve yet.`,
            // With the proof it is too late to cancel: both are decided by the same write.
            set: { step: failed.length === 0 ? 'FinishRequest' : 'VerifyServing', waitingOn: 'nobody' },
            conditions,
          },
    );
    if (after.cancelAskedAt) return CANCELED;
    if (failed[0]) {
      const names = few(failed.map(({ alias }) => alias));
      throw new ServiceError('AliasNotServing', { aliases: names, found: failed[0].found });
    }
    return { verdict: 'serves' };
  });
};

function findingOf(alias: string, judgement: Judgement): Finding {
  if (!judgement.serves) return { reason: 'DoesNotServe', facts: { alias, found: judgement.found } };
  const { fingerprint256, notAfter } = judgement.proof;
  return { reason: 'Serves', facts: { alias, fingerprint: fingerprint256, notAfter } };
}
