/**
 * OpenTicket: one ticket for all held names of a site. Asked for again it is the same one, for OpsCenter refuses a second open item
 * of one dedup string and names the first; later names and whatever changes are written into it by the looks. A move that begins anew
 * finds its ticket, and goes on in the phase in which it stood.
 */
import { requireVariable } from '../clients/aws.ts';
import { createOpsCenter } from '../clients/ops-center.ts';
import { createTable } from '../clients/table.ts';
import { openTicket } from '../duties/open-ticket.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, moveStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const moves = createMoves(table);
  const tools = { moves, requests, opsCenter: createOpsCenter(env), consoleUrl: requireVariable(env, 'CONSOLE_URL') };
  return moveStep('OpenTicket', env, async ({ moveId, now }) => {
    const move = await moves.require(moveId);
    if (move.ticketId) return { ticketId: move.ticketId, phase: move.phase };
    const request = await requests.require(move.requestId);
    const { ticketId, phase } = await openTicket(tools, move, request, 'TXT', now);
    return { ticketId, phase };
  });
};
