/** A product of its own for one story: everything in memory, free ports, time that moves only when told to. */
import type { Warning } from '../../../core/sunset.ts';
import type { StateMachineName } from '../../../core/topology.ts';
import type { RequestView } from '../../../core/view.ts';
import { readHistory } from '../../../local/history.ts';
import { type Product, type ProductOptions, startProduct } from '../../../local/product.ts';
import { SITE } from '../../../local/scenery.ts';
import { judge } from '../open-api.ts';

/** The day on which stories begin. */
const STORY_BEGINS = new Date('2026-11-21T09:00:00Z');
const HOUR_MS = 3_600_000;
/** Longer than any wait of a story; reaching it means that something is stuck. */
const LIMIT_MS = 30 * 24 * HOUR_MS;

export type Story = Awaited<ReturnType<typeof beginStory>>;

export async function beginStory(options: ProductOptions = {}) {
  const product = await startProduct({ start: STORY_BEGINS, seed: 'story', deterministic: true, ...options });
  const breaches = judge(product);
  return {
    ...product,
    ...actsOn(product),
    call: registering(product.call),
    /** Throws when the API has answered, or taken, what its description does not allow. */
    async stop() {
      await product.stop();
      if (breaches().length > 0) throw new Error(`The API breaks its description:\n${breaches().join('\n')}`);
    },
  };
}

/** As the product's own; a registration that names neither API key nor partner gets ones of its own, which most stories do not care about. */
function registering(call: Product['call']): Product['call'] {
  return (method, path, body) => {
    const siteId = method === 'PUT' ? /^\/sites\/([^/]+)$/.exec(path)?.[1] : undefined;
    if (siteId === undefined) return call(method, path, body);
    return call(method, path, { apiKey: `3_api-key-of-${siteId}`, partnerId: siteId, ...(body as object) });
  };
}

function actsOn(product: Product) {
  const { clock } = product.world;
  const path = `/sites/${SITE.siteId}/certificates`;

  function read(requestId: string): Promise<RequestView> {
    return product.call<RequestView>('GET', `${path}/${requestId}`);
  }

  return {
    read,

    generate(
      prefix: string,
      onFindings: 'refuse' | 'wait' = 'refuse',
      method?: 'EMAIL' | 'DNS',
    ): Promise<RequestView & { warnings: Warning[] }> {
      return product.call('POST', path, { prefix, onFindings, ...(method && { method }) });
    },

    /** Lets what is in flight end; time stands. */
    settle: () => clock.quiet(),

    hours: (hours: number) => clock.jumpTo(new Date(clock.now().getTime() + hours * HOUR_MS)),

    /** Jumps from event to event until the request is so; it must not fail on the way. */
    async until(requestId: string, reached: (request: RequestView) => boolean): Promise<RequestView> {
      let latest = await read(requestId);
      await clock.jumpUntil(
        async () => {
          latest = await read(requestId);
          return reached(latest);
        },
        new Date(clock.now().getTime() + LIMIT_MS),
      );
      return latest;
    },

    history(execution: string, machine: StateMachineName = 'provision-certificate') {
      const arn = `${product.stateMachineArn(machine).replace(':stateMachine:', ':execution:')}:${execution}`;
      return readHistory(`http://127.0.0.1:${product.ports.aws}`, arn);
    },
  };
}
