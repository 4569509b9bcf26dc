/** RecordOverdue: names led to the site until the deadline. Nothing is taken away; on-call and the site's contacts are told. */
import { retirementOverdue } from '../../core/letters/retirement.ts';
import { publisher } from '../clients/figures.ts';
import { createTable } from '../clients/table.ts';
import { createPost } from '../duties/tell-contacts.ts';
import { tellRetirement } from '../duties/tell-retirement.ts';
import { type Create, createLogger, REAL_MACHINE, siteStep } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE, publish = publisher(env, machine)) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { sites } = post;
  const logger = createLogger('RecordOverdue', env);
  return siteStep('RecordOverdue', env, async ({ siteId, execution, now }) => {
    const { retirement } = await sites.changeRetirement(siteId, execution, ({ state }) =>
      state === 'AWAITING_DNS' ? { state: 'OVERDUE', deadline: null, endedAt: now.toISOString() } : {},
    );
    if (retirement?.state !== 'OVERDUE') return { state: retirement?.state };
    const { pointing, unknown } = retirement;
    logger.error('a site is not retired: names still lead to it after 90 days', { siteId, pointing, unknown });
    publish?.({ RetirementsOverdue: 1 });
    const letter = retirementOverdue(siteId, retirement);
    await tellRetirement(post, siteId, `retirement overdue ${execution}`, letter, now);
    return { pointing: pointing.length, unknown: unknown.length };
  });
};
