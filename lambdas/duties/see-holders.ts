/** Asks AWS who holds the names of a move now, and keeps it in the move: a name that nobody else holds any more is gone from it. */
import type { Held } from '../../core/holder.ts';
import type { MovingAlias, OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import type { Moves } from '../records/moves.ts';
import { findHolders, type HolderTools, ownOf } from './find-holders.ts';

/** `names`: those to ask about. `request`: whose certificate lets AWS answer. */
export async function seeHolders(
  { moves, ...tools }: HolderTools & { moves: Moves },
  move: OwnershipMove,
  request: CertificateRequest,
  names: readonly string[],
): Promise<OwnershipMove> {
  const found = await findHolders(tools, await ownOf(tools.sites, request), names);
  if (changesOf(move, found).length === 0) return move;
  return moves.change(move.moveId, (present) => ({
    aliases: { ...present.aliases, ...Object.fromEntries(changesOf(present, found)) },
  }));
}

/** Another holder is asked anew: what CloudFront said of the one before does not count. */
function changesOf({ aliases }: OwnershipMove, found: Readonly<Record<string, Held>>): [string, MovingAlias][] {
  return Object.entries(found).flatMap(([alias, { holder }]): [string, MovingAlias][] => {
    const moving = aliases[alias];
    if (!moving || moving.state === 'gone') return [];
    if (!holder) return [[alias, { ...moving, state: 'gone' }]];
    const same = holder.resourceId === moving.holder.resourceId && holder.kind === moving.holder.kind;
    return same ? [] : [[alias, { ...moving, holder, refusal: null }]];
  });
}
