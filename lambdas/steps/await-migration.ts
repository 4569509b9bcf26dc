/** AwaitMigration: parked while ACM looks at records that we see already. What decides is its word; what people see is its 72 hours. */
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitMigration', env, ({ migration }) => ({
    text: 'All validation records stand; waiting until AWS has seen them.',
    set: {
      migration: migration && { ...migration, state: 'WINDOW' },
    },
  }));
