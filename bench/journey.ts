/** B1 and B8: what one straight path with one wait for the DNS costs in state transitions and in CPU. */

import type { RequestView } from '../core/view.ts';
import { readHistory, transitionsOf } from '../local/history.ts';
import { approve, mendRecord } from '../local/people.ts';
import { startProduct } from '../local/product.ts';
import { PREFIX, SITE } from '../local/scenery.ts';
import type { Figure } from './figure.ts';

const LIMIT_MS = 10 * 86_400_000;

export async function measureJourney(): Promise<Figure[]> {
  const product = await startProduct({ seed: 'bench' });
  try {
    await travel(product); // warms the code up: modules, compiled expressions
    const before = process.cpuUsage();
    const requestId = await travel(product);
    const { user, system } = process.cpuUsage(before);
    const arn = `${product.stateMachineArn('provision-certificate').replace(':stateMachine:', ':execution:')}:${requestId}`;
    const transitions = transitionsOf(await readHistory(`http://127.0.0.1:${product.ports.aws}`, arn));
    return [
      {
        id: 'B1',
        what: 'state transitions of one straight path with one wait for DNS',
        value: transitions,
        unit: '',
        budget: 25,
      },
      { id: 'B8', what: 'CPU of one journey of 5 aliases', value: (user + system) / 1e6, unit: 's', budget: 0.35 },
    ];
  } finally {
    await product.stop();
  }
}

type Product = Awaited<ReturnType<typeof startProduct>>;

/** The journey of one site, from broken records to READY. */
async function travel(on: Product): Promise<string> {
  const siteId = `site-${on.world.random.hex(6)}`;
  await on.call('PUT', `/sites/${siteId}`, {
    name: siteId,
    apiKey: `3_${siteId}`,
    partnerId: 'bench',
    dataCenter: 'us1',
    trustedSiteUrls: domainsOf(siteId),
  });
  const path = `/sites/${siteId}/certificates`;
  const { requestId } = await on.call<RequestView>('POST', path, { prefix: PREFIX, onFindings: 'wait' });
  const until = (step: string) =>
    on.world.clock.jumpUntil(
      async () => (await on.call<RequestView>('GET', `${path}/${requestId}`)).step === step,
      new Date(on.world.clock.now().getTime() + LIMIT_MS),
    );
  await until('AwaitPreflightFix');
  for (const domain of domainsOf(siteId)) mendRecord(on, domain, siteId);
  await until('AwaitValidation');
  for (const domain of domainsOf(siteId)) await approve(on, `${PREFIX}.${domain}`);
  await until('FinishRequest');
  return requestId;
}

/** Five domains of the world's customer that nobody else uses. */
function domainsOf(siteId: string): string[] {
  return SITE.trustedSiteUrls.slice(0, 5).map((_, index) => `${siteId}-${index}.example.com`);
}
