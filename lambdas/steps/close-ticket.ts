/**
 * CloseTicket: the end of a move. The ticket says how it ended, what was kept for it is let go of, and who waited for the names is
 * told: a request that lives goes on by itself, the contacts of one that has ended read that they can generate again.
 */
import { freed } from '../../core/letters/conflict.ts';
import type { MoveOutcome, OwnershipMove } from '../../core/move.ts';
import { isOver } from '../../core/status.ts';
import { createAcm } from '../clients/acm.ts';
import { createOpsCenter } from '../clients/ops-center.ts';
import { createTable } from '../clients/table.ts';
import { keepTicket, ticketIdOf } from '../duties/keep-ticket.ts';
import { letGo } from '../duties/let-go.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { tellMove } from '../duties/tell-move.ts';
import { createClaims } from '../records/claims.ts';
import { createMoves } from '../records/moves.ts';
import { type Create, moveStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests, consoleUrl } = post;
  const moves = createMoves(table);
  const opsCenter = createOpsCenter(env);
  const lettingGo = { requests, claims: createClaims(table), acm: createAcm(env) };

  return moveStep('CloseTicket', env, async ({ moveId, now, ending }) => {
    const before = await moves.require(moveId);
    const outcome = before.outcome ?? outcomeOf(ending);
    const ended: OwnershipMove = { ...before, phase: 'ENDED', outcome, endedAt: now.toISOString() };
    if (before.phase !== 'ENDED') await close(ended, outcome, now);
    await letGo(lettingGo, ended, now);
    const request = await requests.require(before.requestId);
    if (outcome === 'freed' && isOver(request)) {
      const names = Object.keys(before.aliases).filter((alias) => before.aliases[alias]?.state === 'gone');
      await tellContacts(post, request, 'freed', freed(request, names, consoleUrl), now);
    }
    return { outcome };
  });

  async function close(ended: OwnershipMove, outcome: MoveOutcome, now: Date): Promise<void> {
    const request = await requests.require(ended.requestId);
    const ticket = await opsCenter.read(ticketIdOf(ended));
    // One that a person has deleted is closed.
    if (ticket) await keepTicket({ opsCenter, consoleUrl }, ticket, { move: ended, request, now, status: 'Resolved' });
    await tellMove(requests, ended, { type: 'MoveEnded', text: IN_WORDS[outcome], now, deadline: null });
    await moves.end(ended.moveId, outcome, now.toISOString());
  }
};

/** The machine hands over how the wait ended, and with it what FreeAliases did. */
function outcomeOf({ outcome, verdict }: { outcome?: string | undefined; verdict?: string | undefined }): MoveOutcome {
  if (outcome === undefined || !Object.hasOwn(IN_WORDS, outcome)) throw new Error(`no move ends as ${outcome}`);
  return outcome === 'moved' && verdict === 'freed' ? 'freed' : (outcome as MoveOutcome);
}

/** For the timeline of the request. */
const IN_WORDS = {
  moved: 'Nobody else holds the names any more.',
  freed: 'Nobody holds the names any more.',
  handedBack: 'Our on-call has given the conflict back: see what it says of each name.',
  givenUp: 'Our on-call says that the names cannot be moved.',
  timedOut: 'The names were not moved in time.',
  withdrawn: 'The names are not wanted any more.',
} as const satisfies Record<MoveOutcome, string>;
