/**
 * EventBridge's part besides PutEvents: the rules that hand events to functions, and the one schedule. A tick of the schedule
 * that could find nothing is skipped: a year of quiet costs nothing.
 */
import { EVENT_RULES, type FunctionName, SCHEDULES, TABLE } from '../core/topology.ts';
import type { DynamoDb } from './aws/dynamodb/dynamodb.ts';
import { functionArn, type Lambdas } from './lambda.ts';
import { type BusEvent, OUR_ACCOUNT, REGION, type World } from './world.ts';

const MINUTE_MS = 60_000;
/** Lambda tries an asynchronous invocation three times in all, a minute and two minutes apart. */
const RETRY_MINUTES = [1, 2];

/** An event on its way to a function. Kept until the function has taken it, or failed three times. */
interface Delivery {
  target: FunctionName;
  event: BusEvent;
  failures: number;
  dueAt: string;
}

/** Delivers what the rules match, each at least once: a delivery that a kill cut off is made again at the next start. */
export function startEventRules({ clock, store, subscribe }: World, lambdas: Lambdas): void {
  const deliveries = store.collection<Delivery>('events.deliveries');

  async function deliver(id: string, delivery: Delivery): Promise<void> {
    try {
      await lambdas.invoke(functionArn(delivery.target), delivery.event);
      deliveries.delete(id);
    } catch (error) {
      const minutes = RETRY_MINUTES[delivery.failures];
      if (minutes === undefined) {
        deliveries.delete(id);
        throw error; // told, as a dead letter would be
      }
      const dueAt = new Date(clock.now().getTime() + minutes * MINUTE_MS).toISOString();
      const again = { ...delivery, failures: delivery.failures + 1, dueAt };
      deliveries.put(id, again);
      clock.at(new Date(dueAt), 'event delivery, again', () => deliver(id, again));
    }
  }

  subscribe((event) => {
    for (const rule of Object.values(EVENT_RULES)) {
      if (event.account !== OUR_ACCOUNT || rule.source !== event.source || rule.detailType !== event['detail-type'])
        continue;
      const id = `${event.id} ${rule.target}`;
      const delivery = { target: rule.target, event, failures: 0, dueAt: event.time };
      deliveries.put(id, delivery);
      clock.start(() => soon().then(() => deliver(id, delivery)));
    }
  });
  for (const [id, delivery] of [...deliveries.entries()])
    clock.at(new Date(delivery.dueAt), 'event delivery', () => deliver(id, delivery));
}

/** After the emitter has ended its transaction. */
function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Ticks on the minute. The next tick is the next minute if the table was written to meanwhile, else the minute that the last
 * tick named: what watch finds depends on the table and the time alone, so the ticks between could find nothing.
 */
export function startSchedule(world: World, lambdas: Lambdas, table: Pick<DynamoDb, 'onWritten'>): void {
  let cancel = () => {};
  let ticking = false;

  function plan(earliest: number): void {
    cancel();
    const rate = SCHEDULES.Watch.rateMinutes * MINUTE_MS;
    const due = new Date(Math.ceil((earliest + 1) / rate) * rate);
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
