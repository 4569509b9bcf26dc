/**
 * B3: AWS calls from a request to the conflict that it meets, beside 10,000 foreign distributions and beside 10. They grow with the
 * request's names and with nothing else: a search of ours through what CloudFront serves would show here.
 */
import { recordCalls } from '../local/calls.ts';
import { startProduct } from '../local/product.ts';
import { PREFIX } from '../local/scenery.ts';
import type { Curve, Figure, Form, Measured } from './figure.ts';
import { BEGINS, depart, isAt, reachJust, travelToApproval } from './travel.ts';

const FEW = 10;
const MANY = 10_000;
const ALIASES = [5, 50] as const;
/** CloudFront's own look at who holds a name, ListDomainConflicts. */
const LOOK = 'POST /2020-05-31/domain-conflicts';

interface Counted {
  all: number;
  looks: number;
}

export async function measureConflicts({ short }: Form): Promise<Measured> {
  const [ordinary, larger] = ALIASES;
  const [few, many] = [await countBeside(FEW, ordinary), await countBeside(MANY, ordinary)];
  const figure: Figure = {
    id: 'B3',
    what: `AWS calls to find a conflict, ${ordinary} aliases, beside ${named(MANY)}`,
    unit: '',
    value: many.all,
    beside: { name: `beside ${FEW}`, value: few.all },
    budget: 1,
  };
  if (short) return { figures: [figure] };
  const of = { few: await countBeside(FEW, larger), many: await countBeside(MANY, larger) };
  const looks: Figure = {
    id: 'B3',
    what: `looks at who holds a name, an alias, ${larger} aliases beside ${named(MANY)}`,
    unit: '',
    value: of.many.looks / larger,
    beside: { name: `${ordinary} beside ${FEW}`, value: few.looks / ordinary },
    budget: 1,
  };
  const line = (name: string, counts: readonly Counted[]) => ({
    name,
    points: counts.map(({ looks: up }, index): [number, number] => [ALIASES[index] ?? 0, up]),
  });
  const curve: Curve = {
    name: 'growth-conflicts',
    title: 'Looks at who holds a name, until a conflict is found',
    across: 'aliases',
    up: 'ListDomainConflicts',
    lines: [line(`beside ${MANY.toLocaleString('en')} others`, [many, of.many]), line(`beside ${FEW}`, [few, of.few])],
  };
  return { figures: [figure, looks], curves: [curve] };
}

const named = (foreign: number) => `${foreign.toLocaleString('en')} foreign distributions`;

/** To the wait for the release of the one name that is held. */
async function countBeside(foreign: number, aliases: number): Promise<Counted> {
  const product = await startProduct({ start: BEGINS, seed: 'bench', deterministic: true });
  try {
    await product.foreign.addForeign(foreign);
    product.world.random.skipTo(1_000_000); // whatever takes time takes as long in both
    await product.foreign.holdElsewhere({ alias: `${PREFIX}.customer-1.example.com` });
    const calls = recordCalls(product);
    const traveller = await depart(product, 'customer', aliases);
    await travelToApproval(product, traveller);
    await reachJust(product, traveller, isAt('AwaitRelease'));
    calls.stop();
    const counts = calls.counts();
    return { all: Object.values(counts).reduce((sum, count) => sum + count, 0), looks: counts[LOOK] ?? 0 };
  } finally {
    await product.stop();
  }
}
