/** AwaitFreed: parked until ACM knows that nothing uses the certificate that was kept for the move, and it is deleted. */
import { createTable } from '../clients/table.ts';
import { createMoves } from '../records/moves.ts';
import { createWaits } from '../records/waits.ts';
import { type Create, parkingMoveStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const moves = createMoves(table);
  const waits = createWaits(table);
  return parkingMoveStep('AwaitFreed', env, async ({ moveId, execution, token, now }) => {
    await moves.require(moveId); // nothing is parked for what there is not
    await waits.park(execution, 'AwaitFreed', token, now);
    return { parked: true };
  });
};
