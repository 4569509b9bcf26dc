/** AwaitValidation: parked while people approve, or add records. What people see is ACM's 72 hours; what decides is its status. */
import { whoActs } from '../../core/validation-record.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitValidation', env, ({ aliases, conditions, method }) => {
    if (method === 'DNS') {
      const seen = aliases.flatMap((alias) => conditions[alias]?.approval ?? []);
      return { text: `Waiting until AWS has validated all ${aliases.length} names.`, set: whoActs(seen) };
    }
    const until = aliases.map((alias) => conditions[alias]?.approval?.facts.until).find((time) => time !== undefined);
    return until
      ? {
          text: `Waiting until all ${aliases.length} names are approved.`,
          set: { status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner', deadline: until },
        }
      : { text: 'Waiting for AWS, which has not said yet where it sent the mails.', set: { waitingOn: 'AWS' } };
  });
