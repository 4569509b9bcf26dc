/** AwaitDnsGone: parked until no name leads to the site any more. Its contacts are told which records to remove, by when. */
import { cnameTarget } from '../../core/alias.ts';
import { parseDataCenters } from '../../core/data-center.ts';
import { retirementAsked } from '../../core/letters/retirement.ts';
import { namesOf } from '../../core/retirement.ts';
import { requireVariable } from '../clients/aws.ts';
import { createTable } from '../clients/table.ts';
import { parkSite } from '../duties/park-site.ts';
import { createPost } from '../duties/tell-contacts.ts';
import { tellRetirement } from '../duties/tell-retirement.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests } = post;
  const dataCenters = parseDataCenters(requireVariable(env, 'DATA_CENTERS'));
  return parkSite(
    'AwaitDnsGone',
    env,
    ({ deadline }, { state }) => (state === 'AWAITING_DNS' ? { deadline } : {}),
    async ({ siteId, dataCenter, retirement }, { execution, deadline }, now) => {
      if (retirement?.state !== 'AWAITING_DNS') return; // the names had left when the execution before this one stopped
      const names = namesOf(await requests.list(siteId), []);
      const letter = retirementAsked(siteId, names, deadline, cnameTarget(siteId, dataCenters[dataCenter].host));
      if (names.length > 0) await tellRetirement(post, siteId, `retirement asked ${execution}`, letter, now);
    },
  );
};
