/** What every Await step of a site's retirement does: store the token with what is awaited. Who waits is seen in the site. */
import type { Retirement } from '../../core/retirement.ts';
import type { Site } from '../../core/site.ts';
import type { WaitName } from '../../core/wait.ts';
import type { Env } from '../clients/aws.ts';
import { createTable } from '../clients/table.ts';
import { createSites } from '../records/sites.ts';
import { createWaits, type Wait } from '../records/waits.ts';
import { type Handler, parkingSiteStep } from '../runtime.ts';

/** `tell` writes to people once it is parked. */
export function parkSite(
  name: WaitName,
  env: Env,
  shown: (wait: Wait, retirement: Retirement) => Partial<Retirement>,
  tell?: (site: Site, wait: Wait, now: Date) => Promise<void>,
): Handler {
  const table = createTable(env);
  const sites = createSites(table);
  const waits = createWaits(table);
  return parkingSiteStep(name, env, async ({ siteId, execution, token, now }) => {
    await sites.require(siteId); // nothing is parked for what there is not
    const wait = await waits.park(execution, name, token, now);
    const site = await sites.changeRetirement(siteId, execution, (retirement) => shown(wait, retirement));
    await tell?.(site, wait, now);
    return { parked: true };
  });
}
