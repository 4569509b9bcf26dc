/** AwaitReplacedUnused: parked until ACM knows that nothing uses the replaced certificate any more, and it is deleted. The new one serves. */
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitReplacedUnused', env, () => ({
    text: 'Waiting until AWS has let go of the replaced certificate, to delete it.',
    set: {},
  }));
