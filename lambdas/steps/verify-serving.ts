/** VerifyServing: a handshake on every alias proves the certificate. The proof is kept; a name that does not serve yet is tried again. */
import type { Finding } from '../../core/condition.ts';
import { ServiceError } from '../../core/errors.ts';
import type { Judgement } from '../../core/serving.ts';
import { list } from '../../core/text.ts';
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
    const { aliases, prefix, certificateArn } = await requests.require(requestId);
    if (!certificateArn) throw new Error(`request ${requestId} has no certificate to prove`);
    const serial = (await acm.describe(certificateArn))?.serial;
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
    await requests.change(requestId, () => ({
      type: 'Served',
      at,
      by: 'service',
      text:
        failed.length === 0
          ? `All ${aliases.length} names serve.`
          : `${failed.length} of ${aliases.length} names do not serve yet.`,
      set: { step: 'VerifyServing', waitingOn: 'nobody' },
      conditions: asConditions(
        'serving',
        Object.fromEntries(judgements.map(([alias, seen]) => [alias, findingOf(alias, seen)])),
      ),
    }));
    if (failed[0]) {
      const names = list(failed.map(({ alias }) => alias));
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
