/** AwaitFreed: parked until ACM knows that nothing uses the certificate that was kept for the move, and it is deleted. */
import { createTable } from '../clients/table.ts';
import { createWaits } from '../records/waits.ts';
import { type Create, parkingMoveStep } from '../runtime.ts';

export const create: Create = (env) => {
  const waits = createWaits(createTable(env));
  return parkingMoveStep('AwaitFreed', env, async ({ moveId, token, now }) => {
    await waits.park(moveId, 'AwaitFreed', token, now);
    return { parked: true };
  });
};
