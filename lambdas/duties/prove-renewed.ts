/** Do the edges show the renewed certificate, name by name? They get it up to a day after AWS has made it. */
import type { Finding } from '../../core/condition.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { servesFinding } from '../../core/serving.ts';
import type { EdgeClient } from '../clients/edge.ts';
import type { Requests } from '../records/requests.ts';
import { proveServing } from './prove-serving.ts';
import { asConditions } from './record-findings.ts';

export interface Shown {
  /** Of every name: it shows the new certificate, or what is shown instead. */
  conditions: FoundCondition[];
  /** Names that do not show it. */
  missing: string[];
  /** Keeps the handshakes as proof. */
  keep(): Promise<void>;
}

/** `serial`: of the new certificate. */
export async function proveRenewed(
  requests: Requests,
  edge: EdgeClient,
  { requestId, prefix, aliases }: CertificateRequest,
  serial: string,
  now: Date,
): Promise<Shown> {
  const seen = await Promise.all(
    aliases.map(async (alias) => ({ alias, seen: await proveServing(edge, { alias, prefix, serial, now }) })),
  );
  const findings = seen.map(({ alias, seen: judged }): [string, Finding] => [
    alias,
    judged.serves
      ? servesFinding(alias, judged.proof)
      : { reason: 'DoesNotServe', facts: { alias, found: judged.found } },
  ]);
  const at = now.toISOString();
  return {
    conditions: asConditions('serving', Object.fromEntries(findings)),
    missing: seen.flatMap(({ alias, seen: judged }) => (judged.serves ? [] : [alias])),
    keep: () =>
      requests.addEvidence(
        requestId,
        seen.map((one) => ({ ...one, kind: 'serving', at })),
      ),
  };
}
