/** AwaitUnused: parked until ACM knows that nothing uses the certificate any more, and it is deleted. Only then is an end over. */
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitUnused', env, () => ({
    text: 'Waiting until AWS has let go of the certificate, to delete it.',
    set: { status: 'PENDING', waitingOn: 'AWS', deadline: null },
  }));
