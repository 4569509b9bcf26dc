/**
 * FinishRequest: READY. The certificate serves every alias; saving the prefix is the customer's own act, and the contacts are told.
 * From now on watch looks after the request: planned first, so that a crash between the two looks after it too early rather than never.
 * Claims of names that might go off the air, where it goes on without them, are given back.
 */
import type { CertificateRequest, Happening } from '../../core/request.ts';
import { isRunning } from '../../core/status.ts';
import { createTable } from '../clients/table.ts';
import { createPost } from '../duties/tell-contacts.ts';
import { tellReady } from '../duties/tell-ready.ts';
import { createCares } from '../records/cares.ts';
import { createClaims } from '../records/claims.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests } = post;
  const claims = createClaims(table);
  const cares = createCares(table);
  return step('FinishRequest', env, async ({ requestId, now }) => {
    await cares.plan(requestId, now);
    const request = await requests.require(requestId);
    for (const alias of request.offAir) await claims.release(alias, requestId);
    const settled = await requests.settle(request, (present) => (isRunning(present) ? ready(present, now) : undefined));
    await tellReady(post, settled, now);
    return { verdict: 'ready', aliases: settled.aliases.length };
  });
};

function ready({ aliases, prefix }: CertificateRequest, now: Date): Happening {
  return {
    type: 'Ready',
    at: now.toISOString(),
    by: 'service',
    text: `All ${aliases.length} names serve. The prefix ${prefix} can be saved in the site settings.`,
    set: { status: 'READY', step: 'FinishRequest', waitingOn: 'site admin', deadline: null, failing: null },
  };
}
