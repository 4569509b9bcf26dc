/** AwaitValidationRecords: parked until ACM says which addresses each name got, or which CNAME. It fills them in late, name by name. */
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitValidationRecords', env, ({ method }) => ({
    text:
      method === 'DNS'
        ? 'Waiting until AWS has named the validation records.'
        : 'Waiting until AWS has sent the approval mails.',
    set: { waitingOn: 'AWS' },
  }));
