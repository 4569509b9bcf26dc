/**
 * Lambda's asynchronous invocations: each is kept until its function has taken it; one that failed three times is a dead letter. One that a kill cut off
 * is made again at the next start.
 */
import { createDeadLetters } from './dead-letters.ts';
import type { Lambdas } from './lambda.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
/** Lambda tries an asynchronous invocation three times in all, a minute and two minutes apart. */
const RETRY_MINUTES = [1, 2];

interface Delivery {
  functionArn: string;
  payload: unknown;
  failures: number;
  dueAt: string;
}

export interface Deliveries {
  /** Invokes soon, after the caller's transaction has ended. The same id is the same delivery. */
  take(id: string, functionArn: string, payload: unknown): void;
  /** Goes on with those that the last process left behind: once, when functions can run. */
  resume(): void;
}

/** `name` is the collection that keeps them. */
export function createDeliveries(
  world: Pick<World, 'clock' | 'store' | 'measure'>,
  lambdas: Pick<Lambdas, 'invoke'>,
  name: string,
): Deliveries {
  const { clock, store } = world;
  const deliveries = store.collection<Delivery>(name);
  const deadLetters = createDeadLetters(world);

  async function deliver(id: string, delivery: Delivery): Promise<void> {
    try {
      await lambdas.invoke(delivery.functionArn, delivery.payload);
      deliveries.delete(id);
    } catch (error) {
      const minutes = RETRY_MINUTES[delivery.failures];
      if (minutes === undefined) {
        deliveries.delete(id);
        const { name: errorType, message: errorMessage } = error as Error;
        const { functionArn, payload: requestPayload } = delivery;
        deadLetters.add({ id, functionArn, requestPayload, responsePayload: { errorType, errorMessage } });
        throw error; // a bug is not to be overlooked
      }
      const dueAt = new Date(clock.now().getTime() + minutes * MINUTE_MS).toISOString();
      const again = { ...delivery, failures: delivery.failures + 1, dueAt };
      deliveries.put(id, again);
      clock.at(new Date(dueAt), 'asynchronous invocation, again', () => deliver(id, again));
    }
  }

  return {
    take(id, functionArn, payload) {
      const delivery = { functionArn, payload, failures: 0, dueAt: clock.now().toISOString() };
      deliveries.put(id, delivery);
      clock.start(() => soon().then(() => deliver(id, delivery)));
    },
    resume() {
      for (const [id, delivery] of [...deliveries.entries()])
        clock.at(new Date(delivery.dueAt), 'asynchronous invocation', () => deliver(id, delivery));
    },
  };
}

/** After the emitter has ended its transaction. */
function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
