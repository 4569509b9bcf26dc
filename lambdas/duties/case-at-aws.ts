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

/**
 * Names that the move which the request had asked for may still bring, or has brought, whichever request it serves by now: their claims stay
 * until it ends (let-go.ts).
 */
export async function namesInMove(moves: Moves, { moveId }: Pick<CertificateRequest, 'moveId'>): Promise<string[]> {
  const move = moveId === null ? undefined : await moves.find(moveId);
  return move && move.phase !== 'ENDED' ? Object.keys(move.aliases) : [];
}
