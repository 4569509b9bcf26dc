/** VerifyServing: a handshake on every alias proves the certificate. The proof is kept; a name that does not serve yet is tried again. */
import type { Finding } from '../../core/condition.ts';
import { ServiceError } from '../../core/errors.ts';
import { type Judgement, judgeHandshake } from '../../core/serving.ts';
import { list } from '../../core/text.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { asConditions } from '../duties/record-findings.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  return step('VerifyServing', env, async ({ requestId, now }) => {
    const { aliases } = await requests.require(requestId);
    const edge = edgeFrom(env, dnsFrom(env));
    const judgements = await Promise.all(
      aliases.map(async (alias): Promise<[string, Judgement]> => {
        const { chain, problem } = await edge.handshake(alias);
        return [
          alias,
          problem ? { serves: false, found: problem } : judgeHandshake({ alias, chain, anchors: edge.anchors, now }),
        ];
      }),
    );
    const at = now.toISOString();
    await requests.addEvidence(
      requestId,
      judgements.map(([alias, seen]) => ({ alias, kind: 'serving', at, seen })),
    );
    await requests.change(requestId, () => ({
      type: 'Served',
      at,
      by: 'service',
      text: `Shook hands with ${aliases.length} names.`,
      set: { step: 'VerifyServing' },
      conditions: asConditions(
        'serving',
        Object.fromEntries(judgements.map(([alias, judgement]) => [alias, findingOf(alias, judgement)])),
      ),
    }));
    const failed = judgements.flatMap(([alias, judgement]) =>
      judgement.serves ? [] : [{ alias, found: judgement.found }],
    );
    if (failed[0]) {
      throw new ServiceError('AliasNotServing', {
        aliases: list(failed.map(({ alias }) => alias)),
        found: failed[0].found,
      });
    }
    return { verdict: 'serves' };
  });
};

function findingOf(alias: string, judgement: Judgement): Finding {
  if (!judgement.serves) return { reason: 'DoesNotServe', facts: { alias, found: judgement.found } };
  const { fingerprint256, notAfter } = judgement.proof;
  return { reason: 'Serves', facts: { alias, fingerprint: fingerprint256, notAfter } };
}
