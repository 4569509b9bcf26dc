/**
 * The ownership move of a request that lies with AWS Support: what was asked there cannot be taken back, so it outlives the
 * request, and needs its certificate and its claims until AWS has acted.
 */
import type { CertificateRequest } from '../../core/request.ts';
import type { Moves } from '../records/moves.ts';

/**
 * Whether the request ends and leaves all that to its move. One write decides it: a move that is about to end takes nothing any more, and one
 * that has taken it lets go of it when it ends.
 */
export async function leavesToMove(moves: Moves, { moveId, requestId }: CertificateRequest): Promise<boolean> {
  if (moveId === null) return false;
  const move = await moves.change(moveId, ({ phase, requestId: served, isEnding, outlives }) =>
    phase === 'SUPPORT' && served === requestId && !isEnding && outlives !== requestId
      ? { outlives: requestId }
      : undefined,
  );
  // Another request may have joined it meanwhile: then it is that one's.
  return move.outlives === requestId && move.requestId === requestId;
}

/**
 * Names that the move which the request had asked for may still bring, or has brought, whichever request it serves by now: their claims stay
 * until it ends (let-go.ts).
 */
export async function namesInMove(moves: Moves, { moveId }: Pick<CertificateRequest, 'moveId'>): Promise<string[]> {
  const move = moveId === null ? undefined : await moves.find(moveId);
  return move && move.phase !== 'ENDED' ? Object.keys(move.aliases) : [];
}
