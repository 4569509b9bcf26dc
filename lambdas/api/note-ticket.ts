/** tickets.note: what on-call saw or did. With the id of the case at AWS Support it is AWS that everybody waits for. */
import { isServed } from '../../core/move.ts';
import type { Operation, Tools } from './operation.ts';
import { moveOfTicket, refuseClosed, viewTicket } from './view-ticket.ts';

export function noteTicket(tools: Tools): Operation<'tickets.note'> {
  const { moves, requests, waits, events } = tools;
  return async ({ ticketId, text, supportCaseId }, { now, caller, principal }) => {
    const { moveId } = await moveOfTicket(tools, principal, ticketId);
    const at = now.toISOString();
    const move = await moves.change(moveId, (present) => {
      refuseClosed(present, ticketId);
      const notes = [...present.notes, { at, by: caller, text }];
      return { notes, ...(supportCaseId === undefined ? {} : { supportCaseId }) };
    });
    if (supportCaseId !== undefined && move.phase === 'SUPPORT')
      await requests.change(move.requestId, (request) =>
        isServed(request)
          ? {
              type: 'CaseFiled',
              at,
              by: caller,
              text: 'AWS Support has been asked to move the names.',
              set: { waitingOn: 'AWS' },
            }
          : undefined,
      );
    await waits.lookNow(moveId, now);
    await events.requestLook(moveId);
    return viewTicket(tools, move, now);
  };
}
