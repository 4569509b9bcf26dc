/**
 * FreeAliases: a move that has outlived its request. What AWS has moved is taken off the distribution again, with the certificate
 * that was kept for it, and what served before serves again. Where a request lives that has the names, nothing is touched. Whoever
 * comes later begins a move of its own: this one goes to its end with the request that it has now.
 */
import { isLeftTo, type OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { heirOf } from '../duties/let-go.ts';
import { createLeases } from '../records/leases.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, moveStep, REAL_MACHINE } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const moves = createMoves(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  return moveStep('FreeAliases', env, async ({ moveId, now, ending }) => {
    const move = await moves.change(moveId, ({ isEnding }) => (isEnding ? undefined : { isEnding: true }));
    const request = await requests.require(move.requestId);
    const { certificateArn, servedBefore } = request;
    // A move that is called off has no names: what its request did is taken back by that request's own end.
    const kept = isLeftTo(move, request) && ending.outcome !== 'withdrawn' ? certificateArn : null;
    if (!kept || !servedBefore || (await isInherited(move))) return { verdict: 'kept' };
    const { id } = move.distribution;
    if ((await requests.ofCertificate(kept)) !== request.requestId) {
      // Another request goes on with the certificate, without these names.
      await leases.holding('cloudfront', moveId, machine.now(), () =>
        cloudFront.removeAliases(id, Object.keys(move.aliases)),
      );
      return { verdict: 'freed' };
    }
    const names = namesOf(move, request);
    await leases.holding('cloudfront', moveId, machine.now(), async () => {
      if (!(await cloudFront.detachCertificate(id, kept, names, servedBefore))) {
        const since = names.filter((alias) => !servedBefore.aliases.includes(alias));
        await cloudFront.removeAliases(id, since); // the certificate stays for the others: the one before has ended
      }
    });
    await requests.change(request.requestId, () => ({
      type: 'AliasesFreed',
      at: now.toISOString(),
      by: 'service',
      text: `Distribution ${id} serves again what it served before the request; the names that AWS had moved are off it.`,
    }));
    return { verdict: 'freed' };
  });

  async function isInherited({ siteId, aliases, requestId }: OwnershipMove): Promise<boolean> {
    const others = (await requests.list(siteId)).filter((one) => one.requestId !== requestId);
    return Object.keys(aliases).some((alias) => heirOf(others, alias) !== undefined);
  }
};

/** Names that joined with another request are taken off too. */
function namesOf({ aliases }: OwnershipMove, request: CertificateRequest): string[] {
  return [...new Set([...Object.keys(aliases), ...request.aliases, ...request.offAir])];
}
