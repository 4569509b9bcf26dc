/**
 * EventBridge's part besides PutEvents: the rules that hand events to functions, and the one schedule. A tick of the schedule
 * that could find nothing is skipped: a year of quiet costs nothing.
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
 * Ticks on the minute. The next tick is the next minute if the table was written to meanwhile, else the minute that the last
 * tick named: what watch finds depends on the table and the time alone, so the ticks between could find nothing.
 */
export function startSchedule(
  world: World,
  lambdas: Pick<Lambdas, 'invoke'>,
  table: Pick<DynamoDb, 'onWritten'>,
  may: MayInvoke = everything,
): void {
  let cancel = () => {};
  let ticking = false;

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
    const { nextDueAt } = answer as { nextDueAt: string | null };
    cancel();
    if (nextDueAt) plan(Math.max(world.clock.now().getTime(), Date.parse(nextDueAt) - 1));
  }

  table.onWritten((input) => {
    if (!ticking && !isOfTheDoor(input)) plan(world.clock.now().getTime());
  });
  plan(world.clock.now().getTime());
}

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
