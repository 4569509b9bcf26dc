/**
 * EventBridge's part besides PutEvents: the rules that hand events to functions, and the one schedule. A tick of the schedule
 * that could find nothing is skipped: a year of quiet costs nothing.
 */
import { EVENT_RULES, SCHEDULES } from '../core/topology.ts';
import { functionArn, type Lambdas } from './lambda.ts';
import { type BusEvent, OUR_ACCOUNT, REGION, type World } from './world.ts';

const MINUTE_MS = 60_000;
/** Lambda tries an asynchronous invocation three times in all, a minute and two minutes apart. */
const RETRY_MINUTES = [1, 2];

export function startEventRules(world: World, lambdas: Lambdas): void {
  world.subscribe(async (event) => {
    if (event.account !== OUR_ACCOUNT) return;
    for (const rule of Object.values(EVENT_RULES)) {
      if (rule.source === event.source && rule.detailType === event['detail-type']) {
        await deliver(world, lambdas, functionArn(rule.target), event, RETRY_MINUTES);
      }
    }
  });
}

/** Delivers now, or some minutes later when the function failed; the last failure is told, as a dead letter would be. */
async function deliver(
  world: World,
  lambdas: Lambdas,
  arn: string,
  event: BusEvent,
  retries: readonly number[],
): Promise<void> {
  const [minutes, ...later] = retries;
  try {
    await lambdas.invoke(arn, event);
  } catch (error) {
    if (minutes === undefined) throw error;
    const due = new Date(world.clock.now().getTime() + minutes * MINUTE_MS);
    world.clock.at(due, 'event delivery, again', () => deliver(world, lambdas, arn, event, later));
  }
}

/** Ticks on the minute. The next tick is the next minute if any function ran meanwhile, else the minute that the last tick named. */
export function startSchedule(world: World, lambdas: Lambdas): void {
  let cancel = () => {};
  let ticking = false;

  function plan(earliest: number): void {
    cancel();
    const due = new Date(Math.ceil((earliest + 1) / MINUTE_MS) * MINUTE_MS * SCHEDULES.Watch.rateMinutes);
    cancel = world.clock.at(due, 'watch', tick);
  }

  async function tick(): Promise<void> {
    ticking = true;
    const answer = await lambdas.invoke(functionArn('Watch'), scheduledEvent(world)).catch((error: unknown) => {
      console.error('watch failed; the next minute tries again', error);
      return { nextDueAt: world.clock.now().toISOString() };
    });
    ticking = false;
    const { nextDueAt } = answer as { nextDueAt: string | null };
    cancel();
    if (nextDueAt) plan(Math.max(world.clock.now().getTime(), Date.parse(nextDueAt) - 1));
  }

  lambdas.onInvoked(() => {
    if (!ticking) plan(world.clock.now().getTime());
  });
  plan(world.clock.now().getTime());
}

function scheduledEvent(world: World): BusEvent {
  return {
    version: '0',
    id: world.random.uuid(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: OUR_ACCOUNT,
    time: world.clock.now().toISOString(),
    region: REGION,
    resources: [],
    detail: {},
  };
}
