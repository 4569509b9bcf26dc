/** tickets.note: what on-call saw or did. With the id of the case at AWS Support it is AWS that everybody waits for. */
import { isServed, type OwnershipMove } from '../../../core/move.ts';
import { setMoveGoing } from '../../duties/set-move-going.ts';
import { invalidField } from '../input.ts';
import type { Operation, Tools } from '../operation.ts';
import { moveOfTicket, refuseClosed, viewTicket } from '../parts/view-ticket.ts';

/** Of all notes of a ticket: they stand in one item of the table, which takes 400 kB, beside a hundred names. */
const MOST_OCTETS = 100_000;

export function noteTicket(tools: Tools): Operation<'tickets.note'> {
  const { moves, requests, events } = tools;
  return async ({ ticketId, text, supportCaseId }, { now, caller, principal }) => {
    const { moveId } = await moveOfTicket(tools, principal, ticketId);
    const at = now.toISOString();
    const move = await moves.change(moveId, (present) => {
      refuseClosed(present, ticketId);
      const notes = [...present.notes, { at, by: caller, text }];
      if (octetsOf(notes) > MOST_OCTETS)
        throw invalidField(
          'text',
          'is more than this ticket takes: its notes hold 100 kB, the rest belongs to the case',
        );
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
    await setMoveGoing(tools, moveId, now);
    await events.requestLook(moveId);
    return viewTicket(tools, move, now);
  };
}

function octetsOf(notes: OwnershipMove['notes']): number {
  return notes.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
}
