/** Is the alias on the site's distribution? Facts: alias, distribution. */
import type { Reason } from '../reasons.ts';

export const ATTACHED_REASONS = {
  AliasAttached: {
    condition: 'attached',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} is attached to {distribution}.',
    remedy: 'Nothing to do.',
  },
  AliasDetached: {
    condition: 'attached',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message: '{alias} was taken off {distribution} when the request ended.',
    remedy: 'Generate again to attach {alias}.',
  },
} as const satisfies Record<string, Reason>;
