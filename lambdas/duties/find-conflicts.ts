/**
 * The `conflict` finding of each name, by AWS's own answer. An exact holder keeps the name off; what an overlapping wildcard does
 * is the stage's policy, for at the edge the more specific name wins.
 */
import { conflictFinding, type WildcardPolicy } from '../../core/holder.ts';
import type { CertificateRequest } from '../../core/request.ts';
import type { Moves } from '../records/moves.ts';
import { findHolders, type HolderTools, ownOf } from './find-holders.ts';
import type { Findings } from './record-findings.ts';

export interface ConflictTools extends HolderTools {
  moves: Moves;
  policy: WildcardPolicy;
}

/** `until`: the time that a customer has to have a held name released. */
export async function findConflicts(
  tools: ConflictTools,
  request: CertificateRequest,
  aliases: readonly string[],
  until: string,
): Promise<Findings> {
  if (aliases.length === 0) return {};
  const [held, noteOn] = await Promise.all([
    findHolders(tools, await ownOf(tools.sites, request), aliases),
    handedBack(tools.moves, request),
  ]);
  return Object.fromEntries(
    Object.entries(held).map(([alias, seen]) => [
      alias,
      conflictFinding({ alias, held: seen, policy: tools.policy, until, note: noteOn(alias) }),
    ]),
  );
}

/** What our on-call said of a name when it gave the conflict back to the customer. */
async function handedBack(moves: Moves, { moveId }: CertificateRequest): Promise<(alias: string) => string | null> {
  const move = moveId === null ? undefined : await moves.require(moveId);
  if (move?.outcome !== 'handedBack') return () => null;
  return (alias) => (move.aliases[alias] ? (move.decision?.note ?? null) : null);
}
