/** AwaitSupport: parked until AWS says that nobody else holds the names. The customer reads what was asked for, and until when. */
import { heldNames } from '../../core/move.ts';
import { atSupport } from '../../core/ownership-record.ts';
import { createTable } from '../clients/table.ts';
import { tellMove } from '../duties/tell-move.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createWaits } from '../records/waits.ts';
import { type Create, parkingMoveStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const moves = createMoves(table);
  const waits = createWaits(table);
  return parkingMoveStep('AwaitSupport', env, async ({ moveId, execution, token, now }) => {
    const move = await moves.require(moveId);
    const { deadline } = await waits.park(execution, 'AwaitSupport', token, now);
    const held = heldNames(move);
    await tellMove(requests, move, {
      type: 'SupportLooked',
      text: `AWS Support is to move ${held.length} names; our on-call has everything for the case.`,
      now,
      deadline,
      findings: Object.fromEntries(held.map((alias) => [alias, atSupport(move, alias, deadline)])),
    });
    return { parked: true };
  });
};
