/**
 * tickets.resolve: what on-call decided. "Resolved" is looked into at once and believed only when AWS says the same; the other two
 * end the move. The last decision before the look counts. A move that stands still is set going.
 */
import type { MoveDecision } from '../../../core/move.ts';
import { setMoveGoing } from '../../duties/set-move-going.ts';
import type { Operation, Tools } from '../operation.ts';
import { moveOfTicket, refuseClosed, viewTicket } from '../parts/view-ticket.ts';

export function resolveTicket(tools: Tools): Operation<'tickets.resolve'> {
  const { moves, requests, events } = tools;
  return async ({ ticketId, decision: kind, note }, { now, caller, principal }) => {
    const { moveId } = await moveOfTicket(tools, principal, ticketId);
    const at = now.toISOString();
    const move = await moves.change(moveId, (present) => {
      refuseClosed(present, ticketId);
      return { decision: { kind, by: caller, at, note } };
    });
    await requests.change(move.requestId, () => ({
      type: 'TicketDecided',
      at,
      by: caller,
      text: IN_WORDS[kind](note),
    }));
    await setMoveGoing(tools, moveId, now);
    await events.requestLook(moveId);
    return viewTicket(tools, move, now);
  };
}

/** For the timeline of the request. */
const IN_WORDS: Readonly<Record<MoveDecision['kind'], (note: string) => string>> = {
  resolve: () => 'Our on-call says that AWS has moved the names; we look at once.',
  handBack: (note) => `Our on-call gives the conflict back: ${note}`,
  giveUp: (note) => `Our on-call says that the names cannot be moved: ${note}`,
};
