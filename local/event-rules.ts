/**
 * EventBridge's part besides PutEvents: the rules that hand events to functions, and the one schedule. A tick of the schedule
 * that could find nothing is skipped: a year of quiet costs little.
 */
import { EVENT_RULES, SCHEDULES, TABLE } from '../core/topology.ts';
import type { Authorization } from './aws/authorization/authorization.ts';
import { scheduleRule } from './aws/authorization/roles.ts';
import type { DynamoDb } from './aws/dynamodb/dynamodb.ts';
import { createDeliveries } from './deliveries.ts';
import { functionArn, type Lambdas } from './lambda.ts';
import { type BusEvent, OUR_ACCOUNT, REGION, type World } from './world.ts';

const MINUTE_MS = 60_000;

/** Delivers what the rules match, each at least once: a delivery that a kill cut off is made again at the next start. */
export function startEventRules(world: World, lambdas: Pick<Lambdas, 'invoke'>, may: MayInvoke = everything): void {
  const { clock, subscribe } = world;
  const deliveries = createDeliveries(world, lambdas, 'events.deliveries');

  subscribe((event) => {
    for (const [name, rule] of Object.entries(EVENT_RULES)) {
      if (event.account !== OUR_ACCOUNT || rule.source !== event.source || rule.detailType !== event['detail-type'])
        continue;
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
 * Ticks on the minute. The next tick is the next minute if the table was written to meanwhile, or what edges and name servers answer
 * from; else the minute that the last tick named: the ticks between could find nothing. What a glance finds depends on the world
 * outside alone: it is skipped while that stands still.
 */
export function startSchedule(
  world: World,
  lambdas: Pick<Lambdas, 'invoke'>,
  table: Pick<DynamoDb, 'onWritten'>,
  may: MayInvoke = everything,
): void {
  let cancel = () => {};
  let ticking = false;
  let movedAt = world.clock.now().getTime();

  function plan(earliest: number): void {
    cancel();
    const rate = SCHEDULES.Watch.rateMinutes * MINUTE_MS;
    const due = new Date(Math.ceil((earliest + 1) / rate) * rate);
    cancel = world.clock.at(due, 'watch', tick);
  }

  async function invokeWatch(): Promise<unknown> {
    const target = functionArn('Watch');
    const refusal = may.invocationRefusal(scheduleRule('Watch'), target);
    if (refusal) throw refusal;
    return lambdas.invoke(target, scheduledEvent(world));
  }

  async function tick(): Promise<void> {
    ticking = true;
    const answer = await invokeWatch().catch((error: unknown) => {
      console.error('watch failed; the next minute tries again', error);
      return { nextDueAt: world.clock.now().toISOString() };
    });
    ticking = false;
    const { nextDueAt, nextGlanceAt = null } = answer as { nextDueAt: string | null; nextGlanceAt?: string };
    cancel();
    const now = world.clock.now().getTime();
    const isStill = now - movedAt > REMEMBERED_MS;
    const [next] = [nextDueAt, isStill ? null : nextGlanceAt].filter((time) => time !== null).sort();
    if (next) plan(Math.max(now, Date.parse(next) - 1));
  }

  table.onWritten((input) => {
    if (!ticking && !isOfTheDoor(input)) plan(world.clock.now().getTime());
  });
  world.store.onWritten((collection) => {
    if (!OUTSIDE.test(collection)) return;
    movedAt = world.clock.now().getTime();
    if (!ticking) plan(movedAt);
  });
  plan(world.clock.now().getTime());
}

/** What edges and name servers answer from; what resolvers remember follows from it. */
const OUTSIDE = /^(?:dns\.(?!cache)|acm\.(?:material|shown)|cloudfront\.)/;
/** The longest that people commonly let resolvers remember a record, a day, and the glance after it: until then a change may come to light. */
const REMEMBERED_MS = 25 * 3_600_000;

/** Of single items that the API writes at every call, read calls too. No look of watch reads them. */
const OF_THE_DOOR = /^(?:AUDIT$|ATTEMPTS#|NONCE#|SESSION#)/;

function isOfTheDoor({ Item, Key }: { Item?: Keyed; Key?: Keyed }): boolean {
  return OF_THE_DOOR.test((Item ?? Key)?.[TABLE.partitionKey]?.S ?? '');
}

type Keyed = Readonly<Record<string, { S?: string }>>;

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
