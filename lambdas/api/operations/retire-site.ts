/**
 * sites.retire: the site is to end. The prefix is deactivated and what is on its way is canceled; then it is waited until the customer's
 * DNS has left. What a crash keeps from starting, watch starts. Asked for again, it looks at once, and sets going what stands still.
 */
import { withoutPrefix } from '../../../core/activation.ts';
import { canBeCanceled } from '../../../core/request.ts';
import { isLeaving, isPastReturn, nextRetirement, type Retirement } from '../../../core/retirement.ts';
import type { Site } from '../../../core/site.ts';
import { redriveExecution, startExecution } from '../../duties/run-execution.ts';
import { beginning } from '../../records/errands.ts';
import type { Call, Operation, Tools } from '../operation.ts';
import { askCancel } from '../parts/ask-cancel.ts';
import { currentOf } from '../parts/current-of.ts';
import { viewSite } from '../parts/view-site.ts';

export function retireSite(tools: Tools): Operation<'sites.retire'> {
  const { sites, waits, events, dataCenters } = tools;
  return async ({ siteId }, call) => {
    const { now } = call;
    const before = await sites.require(siteId);
    if (isPastReturn(before)) return viewSite((await setRetirementGoing(tools, before, now)) ?? before, dataCenters);
    const site = await started(tools, siteId, now, () => ask(tools, siteId, call));
    const going = (await setRetirementGoing(tools, site, now)) ?? site;
    const execution = going.retirement?.execution ?? '';
    await waits.lookNow(execution, now);
    await events.requestLook(execution);
    return viewSite(going, dataCenters);
  };
}

/** Of the retirement that `store` stores the execution is started, by watch where this call does not come to it. */
async function started(tools: Tools, siteId: string, now: Date, store: () => Promise<Site>): Promise<Site> {
  const { errands, machineArns } = tools;
  const errand = beginning('beginRetirement', siteId, now);
  await errands.give(errand);
  const site = await store();
  await startExecution(tools, machineArns['retire-site'], site.retirement?.execution ?? '', { siteId }, now);
  await errands.done(errand);
  return site;
}

async function ask(tools: Tools, siteId: string, { now, caller }: Call): Promise<Site> {
  const { requests, activations } = tools;
  const { site } = await activations.change(siteId, currentOf(await requests.list(siteId)), ({ site: present }) => {
    const rest = withoutPrefix(present);
    const isAsked = present.retirement?.state === 'AWAITING_DNS' || isPastReturn(present);
    return {
      site: isAsked ? rest : { ...rest, retirement: begun(nextRetirement(rest), caller, now) },
      happening: ({ status }) =>
        status !== 'ACTIVE'
          ? undefined
          : {
              type: 'Deactivated',
              at: now.toISOString(),
              by: caller,
              text: `${caller} has the site retired.`,
              set: { status: 'READY' }, // nobody is to save a prefix: whose turn it is stays
            },
    };
  });
  // Its place is read as it is now; a list may lack what was stored at this moment.
  const running = await requests.runningOf(siteId);
  if (running !== undefined && canBeCanceled(await requests.require(running)))
    await askCancel(tools, running, caller, now);
  return site;
}

/**
 * Where it stands still it goes on. When Step Functions redrives its execution no more, another one takes its place and begins anew: every
 * step finds done what is done. Undefined where nothing stands still. That it does, watch may not have been told.
 */
async function setRetirementGoing(tools: Tools, { siteId, retirement }: Site, now: Date): Promise<Site | undefined> {
  const { sites, stepFunctions, machineArns } = tools;
  const arn = machineArns['retire-site'];
  if (!retirement || !isLeaving({ retirement })) return undefined;
  const stands = retirement.failing !== null || (await stepFunctions.hasStopped(arn, retirement.execution));
  if (!stands || (await redriveExecution(tools, arn, retirement.execution, now))) return undefined;
  return started(tools, siteId, now, () =>
    sites.change(siteId, (present) =>
      present.retirement?.execution === retirement.execution
        ? { ...present, retirement: { ...present.retirement, execution: nextRetirement(present), failing: null } }
        : present,
    ),
  );
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
