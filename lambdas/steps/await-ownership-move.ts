/** AwaitOwnershipMove: parked until the ownership move has ended. Who must act meanwhile, and until when, the move itself tells. */
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitOwnershipMove', env, () => ({
    text: 'Waiting until AWS has handed the held names over.',
    set: { status: 'ACTION_REQUIRED' },
  }));
