/** FinishRequest: READY. The certificate serves every alias; saving the prefix is the customer's own act. */
import { createTable } from '../clients/table.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  return step('FinishRequest', env, async ({ requestId, now }) => {
    const { aliases } = await requests.change(requestId, (request) => ({
      type: 'Ready',
      at: now.toISOString(),
      by: 'service',
      text: `All ${request.aliases.length} names serve. The prefix ${request.prefix} can be saved in the site settings.`,
      set: { status: 'READY', step: 'FinishRequest', waitingOn: 'site admin', deadline: null },
    }));
    return { verdict: 'ready', aliases: aliases.length };
  });
};
