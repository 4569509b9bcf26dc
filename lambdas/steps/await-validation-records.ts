/** AwaitValidationRecords: parked until ACM says which addresses each name got. It fills them in late, name by name. */
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitValidationRecords', env, () => ({
    text: 'Waiting until AWS has sent the approval mails.',
    set: { waitingOn: 'AWS' },
  }));
