/**
 * B3: AWS calls from a request to the conflict that it meets, beside 10,000 foreign distributions and beside 10. They depend on the
 * request's names only; a search of ours through what CloudFront serves would show here.
 */
import type { RequestView } from '../core/view.ts';
import { recordCalls } from '../local/calls.ts';
import { approve, mendRecord } from '../local/people.ts';
import { type Product, startProduct } from '../local/product.ts';
import { PREFIX, SITE } from '../local/scenery.ts';
import type { Measured } from './figure.ts';

const FEW = 10;
const MANY = 10_000;
const HELD = `${PREFIX}.blog.example.net`;
const LIMIT_MS = 10 * 86_400_000;

export async function measureConflicts(): Promise<Measured> {
  const [few, many] = [await callsBeside(FEW), await callsBeside(MANY)];
  const what = `AWS calls to find a conflict beside ${MANY.toLocaleString('en')} foreign distributions`;
  const beside = { name: `beside ${FEW}`, value: few };
  return { figures: [{ id: 'B3', what, value: many, unit: '', beside, budget: 1 }] };
}

async function callsBeside(foreign: number): Promise<number> {
  const product = await startProduct({ seed: 'bench', deterministic: true });
  try {
    await product.foreign.addForeign(foreign);
    product.world.random.skipTo(1_000_000); // whatever takes time takes as long in both
    await product.foreign.holdElsewhere({ alias: HELD });
    const calls = recordCalls(product);
    await meetConflict(product);
    calls.stop();
    return Object.values(calls.counts()).reduce((sum, count) => sum + count, 0);
  } finally {
    await product.stop();
  }
}

/** The journey of the world's customer to the wait for the release of the one name. */
async function meetConflict(on: Product): Promise<void> {
  const path = `/sites/${SITE.siteId}/certificates`;
  const { requestId, aliases } = await on.call<RequestView>('POST', path, { prefix: PREFIX, onFindings: 'wait' });
  const { clock } = on.world;
  const until = (step: string) =>
    clock.jumpUntil(
      async () => (await on.call<RequestView>('GET', `${path}/${requestId}`)).step === step,
      new Date(clock.now().getTime() + LIMIT_MS),
    );
  await until('AwaitPreflightFix');
  for (const { alias } of aliases) mendRecord(on, alias.slice(PREFIX.length + 1));
  await until('AwaitValidation');
  for (const { alias } of aliases) await approve(on, alias);
  await until('AwaitRelease');
}
