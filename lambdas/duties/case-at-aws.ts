/**
 * The ownership move of a request that lies with AWS Support: what was asked there cannot be taken back, so it outlives the
 * request, and needs its certificate and its claims until AWS has acted.
 */
import type { OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import type { Moves } from '../records/moves.ts';

export async function caseAtAws(
  moves: Moves,
  { moveId, requestId }: CertificateRequest,
): Promise<OwnershipMove | undefined> {
  const move = moveId === null ? undefined : await moves.find(moveId);
  // Another request may have joined it meanwhile: then it is that one's.
  return move?.phase === 'SUPPORT' && move.requestId === requestId ? move : undefined;
}
