/**
 * sites.retire: the site is to end. The prefix is deactivated and what is on its way is canceled; then it is waited until the customer's
 * DNS has left. Asked for again, it looks at once, starts what a crash kept from starting, and sets going what stands still.
 */
import { canBeCanceled, isServing } from '../../../core/request.ts';
import { isGone, nextRetirement, type Retirement } from '../../../core/retirement.ts';
import type { Site } from '../../../core/site.ts';
import type { Operation, Tools } from '../operation.ts';
import { askCancel } from './cancel-certificate.ts';
import { viewSite } from './view-site.ts';

export function retireSite(tools: Tools): Operation<'sites.retire'> {
  const { sites, requests, waits, events, stepFunctions, machineArns, dataCenters } = tools;
  return async ({ siteId }, { now, caller }) => {
    const before = await sites.require(siteId);
    if (isGone(before)) return viewSite((await setGoing(tools, before)) ?? before, dataCenters);
    const site = await sites.change(siteId, ({ apiDomainPrefix: _, ...rest }) =>
      rest.retirement?.state === 'AWAITING_DNS'
        ? rest
        : { ...rest, retirement: begun(nextRetirement(rest), caller, now) },
    );
    for (const { requestId } of (await requests.list(siteId)).filter(isServing))
      await requests.change(requestId, ({ status }) =>
        status !== 'ACTIVE'
          ? undefined
          : {
              type: 'Deactivated',
              at: now.toISOString(),
              by: caller,
              text: `${caller} has the site retired.`,
              set: { status: 'READY', waitingOn: 'nobody' },
            },
      );
    // Its place is read as it is now; a list may lack what was stored at this moment.
    const running = await requests.runningOf(siteId);
    if (running !== undefined && canBeCanceled(await requests.require(running)))
      await askCancel(tools, running, caller, now);
    await stepFunctions.start(machineArns['retire-site'], site.retirement?.execution ?? '', { siteId });
    const going = (await setGoing(tools, site)) ?? site;
    const execution = going.retirement?.execution ?? '';
    await waits.lookNow(execution, now);
    await events.requestLook(execution);
    return viewSite(going, dataCenters);
  };
}

/**
 * Where it stands still it goes on. When Step Functions redrives its execution no more, another one takes its place and begins anew: every
 * step finds done what is done. Undefined where nothing stands still.
 */
async function setGoing(
  { sites, stepFunctions, machineArns }: Tools,
  { siteId, retirement }: Site,
): Promise<Site | undefined> {
  const arn = machineArns['retire-site'];
  if (!retirement?.failing || (await stepFunctions.redrive(arn, retirement.execution))) return undefined;
  const site = await sites.change(siteId, (present) =>
    present.retirement?.execution === retirement.execution
      ? { ...present, retirement: { ...present.retirement, execution: nextRetirement(present), failing: null } }
      : present,
  );
  await stepFunctions.start(arn, site.retirement?.execution ?? '', { siteId });
  return site;
}

function begun(execution: string, askedBy: string, now: Date): Retirement {
  return {
    execution,
    state: 'AWAITING_DNS',
    askedAt: now.toISOString(),
    askedBy,
    deadline: null,
    pointing: [],
    unknown: [],
    lookedAt: null,
    goneSince: null,
    endedAt: null,
    failing: null,
  };
}
