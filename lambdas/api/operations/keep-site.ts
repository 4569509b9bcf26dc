/** sites.keep: a retirement is withdrawn, as long as nothing was taken away. The prefix is for the customer to activate again. */
import { ServiceError } from '../../../core/errors.ts';
import { servingOf } from '../../../core/replacement.ts';
import { refuseRetired } from '../../../core/retirement.ts';
import { withTurn } from '../../../core/turn.ts';
import type { Operation, Tools } from '../operation.ts';
import { viewSite } from '../parts/view-site.ts';

export function keepSite({ sites, requests, waits, events, dataCenters }: Tools): Operation<'sites.keep'> {
  return async ({ siteId }, { now, caller }) => {
    const at = now.toISOString();
    const site = await sites.change(siteId, (present) => {
      const { retirement } = present;
      refuseRetired(present);
      if (!retirement) throw new ServiceError('NotRetiring', { siteId });
      if (retirement.state === 'KEPT') return present;
      return { ...present, retirement: { ...retirement, state: 'KEPT', deadline: null, failing: null, endedAt: at } };
    });
    const serving = servingOf(await requests.list(siteId));
    if (serving)
      await requests.change(serving.requestId, (present) =>
        withTurn(present, { type: 'Kept', at, by: caller, text: `${caller} keeps the site.` }),
      );
    const execution = site.retirement?.execution ?? '';
    await waits.lookNow(execution, now);
    await events.requestLook(execution);
    return viewSite(site, dataCenters);
  };
}
