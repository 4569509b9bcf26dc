/** Proves for several names of a request that they serve its certificate, keeps the evidence, and says what each name's condition is. */
import type { Finding } from '../../core/condition.ts';
import { ServiceError } from '../../core/errors.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import type { Judgement } from '../../core/serving.ts';
import type { Acm } from '../clients/acm.ts';
import type { EdgeClient } from '../clients/edge.ts';
import type { Requests } from '../records/requests.ts';
import { proveServing } from './prove-serving.ts';
import { asConditions } from './record-findings.ts';

export interface Proving {
  requests: Requests;
  acm: Acm;
  edge: EdgeClient;
}

export interface Proven {
  conditions: FoundCondition[];
  /** The names that do not serve yet, and what was seen instead. */
  failed: { alias: string; found: string }[];
}

export async function proveAliases(
  { requests, acm, edge }: Proving,
  { requestId, prefix, certificateArn }: CertificateRequest,
  aliases: readonly string[],
  now: Date,
): Promise<Proven> {
  if (!certificateArn) throw new Error(`request ${requestId} has no certificate to prove`);
  const serial = (await acm.describe(certificateArn))?.serial;
  if (!serial)
    throw new ServiceError('AwsRefused', {}, { details: { answer: `ACM knows no serial of ${certificateArn}` } });
  const judgements = await Promise.all(
    aliases.map(
      async (alias): Promise<[string, Judgement]> => [alias, await proveServing(edge, { alias, prefix, serial, now })],
    ),
  );
  const at = now.toISOString();
  await requests.addEvidence(
    requestId,
    judgements.map(([alias, seen]) => ({ alias, kind: 'serving', at, seen })),
  );
  return {
    conditions: asConditions(
      'serving',
      Object.fromEntries(judgements.map(([alias, seen]) => [alias, findingOf(alias, seen)])),
    ),
    failed: judgements.flatMap(([alias, seen]) => (seen.serves ? [] : [{ alias, found: seen.found }])),
  };
}

function findingOf(alias: string, judgement: Judgement): Finding {
  if (!judgement.serves) return { reason: 'DoesNotServe', facts: { alias, found: judgement.found } };
  const { fingerprint256, notAfter } = judgement.proof;
  return { reason: 'Serves', facts: { alias, fingerprint: fingerprint256, notAfter } };
}
