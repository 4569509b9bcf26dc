/**
 * The request that serves says of each of its names whether it does, also while a newer request is taking its place: which were taken
 * off the air with its certificate, and that they are back where the newer one has ended.
 */
import type { Finding } from '../../core/condition.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { type Judgement, servesFinding } from '../../core/serving.ts';
import { few } from '../../core/text.ts';
import { withTurn } from '../../core/turn.ts';
import type { Requests } from '../records/requests.ts';
import { asConditions } from './record-findings.ts';

/** After the swap. */
export async function tellOffAir(requests: Requests, request: CertificateRequest, now: Date): Promise<void> {
  const { requestId, replaces } = request;
  const dropped = droppedBy(request);
  if (replaces === null || dropped.length === 0) return;
  await requests.change(replaces, (present) =>
    withTurn(present, {
      type: 'Detached',
      at: now.toISOString(),
      by: 'service',
      text: `Request ${requestId} has taken ${few(dropped)} off the air, as was consented to.`,
      conditions: asConditions(
        'serving',
        Object.fromEntries(dropped.map((alias) => [alias, { reason: 'TakenOffAir', facts: { alias, requestId } }])),
      ),
    }),
  );
}

/** After the way back. `lost`: names that could not come back. They serve as was proven when they last did. */
export async function tellBackOnAir(
  requests: Requests,
  request: CertificateRequest,
  lost: readonly string[],
  now: Date,
): Promise<void> {
  const { requestId, replaces } = request;
  const back = droppedBy(request).filter((alias) => !lost.includes(alias));
  if (replaces === null || back.length === 0) return;
  const proofs = await requests.evidence(replaces, 'serving');
  const proven = back.flatMap((alias): [string, Finding][] => {
    const seen = proofs.filter((each) => each.alias === alias).at(-1)?.seen as Judgement | undefined;
    return seen?.serves ? [[alias, servesFinding(alias, seen.proof)]] : [];
  });
  await requests.change(replaces, (present) =>
    withTurn(present, {
      type: 'Served',
      at: now.toISOString(),
      by: 'service',
      text: `Request ${requestId} has ended; ${few(back)} are on the air again.`,
      conditions: asConditions('serving', Object.fromEntries(proven)),
    }),
  );
}

function droppedBy({ aliases, servedBefore }: CertificateRequest): string[] {
  return (servedBefore?.aliases ?? []).filter((alias) => !aliases.includes(alias));
}
