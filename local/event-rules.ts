/**
 * EventBridge's part besides PutEvents: the rules that hand events to functions, and the one schedule. A tick of the schedule
 * that could find nothing is skipped: a year of quiet costs little.
 */
import { nextGlanceAt } from '../core/glance.ts';
import { EVENT_RULES, OUR_SOURCE, SCHEDULES } from '../core/topology.ts';
import { type Agenda, glancedAt, nextDue, nextGlance } from './agenda.ts';
import type { Authorization } from './aws/authorization/authorization.ts';
import { scheduleRule } from './aws/authorization/roles.ts';
import { TABLE_NAME } from './aws/aws.ts';
import { createFaults } from './aws/faults.ts';
import { createDeliveries } from './deliveries.ts';
import { functionArn, type Lambdas } from './lambda.ts';
import { type BusEvent, OUR_ACCOUNT, REGION, type World } from './world.ts';

const MINUTE_MS = 60_000;

/**
 * Delivers what the rules match, each at least once: a delivery that a kill cut off is made again at the next start. Only a fault has an
 * event lost, as EventBridge may where a service sends it as best it can.
 */
export function startEventRules(world: World, lambdas: Pick<Lambdas, 'invoke'>, may: MayInvoke = everything): void {
  const { clock, subscribe } = world;
  const faults = createFaults(world);
  const deliveries = createDeliveries(world, lambdas, 'events.deliveries');

  subscribe((event) => {
    for (const [name, rule] of Object.entries(EVENT_RULES)) {
      if (event.account !== OUR_ACCOUNT || rule.source !== event.source || rule.detailType !== event['detail-type'])
        continue;
      if (rule.source === OUR_SOURCE && event.detail.deployment !== TABLE_NAME) continue;
      if (faults.take('rules', name)?.kind === 'drop') continue;
      const target = functionArn(rule.target);
      const refusal = may.invocationRefusal(name, target);
      if (refusal)
        clock.start(() => Promise.reject(refusal)); // EventBridge does not try again what it may not do
      else deliveries.take(`${event.id} ${rule.target}`, target, event);
    }
  });
  deliveries.resume();
}

/** Whether a rule may invoke its target. */
type MayInvoke = Pick<Authorization, 'invocationRefusal'>;
const everything: MayInvoke = { invocationRefusal: () => undefined };

/**
 * Ticks on a minute in which something is due; in the others a tick could find nothing. What a glance finds depends on the world
 * outside alone: it is skipped while that stands still.
 */
export function startSchedule(
  world: World,
  lambdas: Pick<Lambdas, 'invoke'>,
  agenda: Agenda,
  may: MayInvoke = everything,
): void {
  const { clock } = world;
  let cancel = () => {};
  let ticking = false;
  let movedAt = clock.now().getTime();
  let glance: number | undefined;

  function plan(): void {
    cancel();
    const times = [nextDue(agenda), glance].filter((time) => time !== undefined);
    if (ticking || times.length === 0) return;
    const rate = SCHEDULES.Watch.rateMinutes * MINUTE_MS;
    const due = Math.max(Math.min(...times), clock.now().getTime() + 1);
    cancel = clock.at(new Date(Math.ceil(due / rate) * rate), 'watch', tick);
  }

  function planGlance(): void {
    const now = clock.now();
    glance = now.getTime() - movedAt > REMEMBERED_MS ? undefined : nextGlance(agenda, now);
    plan();
  }

  /** Of one that is written: looking through all for each would grow with their number. */
  function planGlanceAt(requestId: string): void {
    const next = nextGlanceAt([requestId], clock.now());
    if (next !== undefined && glance !== undefined) glance = Math.min(glance, Date.parse(next));
    if (glance === undefined) planGlance();
    else plan();
  }

  async function invokeWatch(): Promise<unknown> {
    const target = functionArn('Watch');
    const refusal = may.invocationRefusal(scheduleRule('Watch'), target);
    if (refusal) throw refusal;
    return lambdas.invoke(target, scheduledEvent(world));
  }

  async function tick(): Promise<void> {
    ticking = true;
    await invokeWatch().catch((error: unknown) => {
      console.error('watch failed; what is due is looked at the next minute', error);
    });
    ticking = false;
    planGlance();
  }

  agenda.onWritten(({ Item }) => {
    const requestId = glancedAt(Item);
    if (requestId === undefined) plan();
    else planGlanceAt(requestId);
  });
  world.store.onWritten((collection) => {
    if (!OUTSIDE.test(collection)) return;
    movedAt = clock.now().getTime();
    if (glance === undefined) planGlance();
  });
  planGlance();
}

/** What edges and name servers answer from; what resolvers remember follows from it. */
const OUTSIDE = /^(?:dns\.(?!cache)|acm\.(?:material|shown)|cloudfront\.)/;
/** The longest that people commonly let resolvers remember a record, a day, and the glance after it: until then a change may come to light. */
const REMEMBERED_MS = 25 * 3_600_000;

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
