import { createResources } from '../../../../../local/aws/cloudfront/resources.ts';
import { createForeign } from '../../../../../local/foreign.ts';
import { type Collection, openStore, type Store } from '../../../../../local/store.ts';
import { createAuthority } from '../../../../../local/tls/authority.ts';
import { refusal } from '../../../../support/refusal.ts';
import { caller, cloudFrontWorld, named } from './cloudfront-world.ts';

/** Counts the distributions that anybody reads. */
function counting(store: Store): { store: Store; read: () => number } {
  let reads = 0;
  const collection = <T>(name: string): Collection<T> => {
    const inner = store.collection<T>(name);
    if (name !== 'cloudfront.distributions') return inner;
    function* each<V>(all: Iterable<V>) {
      for (const one of all) {
        reads++;
        yield one;
      }
    }
    return {
      ...inner,
      get size() {
        return inner.size;
      },
      get(id) {
        reads++;
        return inner.get(id);
      },
      entries: () => each(inner.entries()),
      values: () => each(inner.values()),
    };
  };
  return { store: { ...store, collection }, read: () => reads };
}

/** What the calls of one conflict read, with so many distributions of other people around. */
async function readsWith(foreigners: number): Promise<Record<string, number>> {
  const { store, read } = counting(openStore());
  const world = cloudFrontWorld({ store });
  const foreign = createForeign(world.world, { owners: world.owners, authority: await createAuthority(world.world) });
  await foreign.holdElsewhere({ alias: 'login.example.com', wildcard: true });
  await foreign.holdElsewhere({ alias: 'id.example.com' });
  await foreign.addForeign(foreigners);
  const arn = world.certificate(['login.example.com', '*.example.com', 'id.example.com']);
  const made = await world.create(named(arn, 'login.example.com'));
  const reads: Record<string, number> = {};
  const during = async (name: string, work: () => unknown) => {
    const before = read();
    await work();
    reads[name] = read() - before;
  };
  const conflicts = (Domain: string) =>
    world.calls.ListDomainConflicts({ Domain, DomainControlValidationResource: { DistributionId: made.Id } }, caller);
  await during('exact', () => conflicts('login.example.com'));
  await during('wildcard', () => conflicts('*.example.com'));
  await during('refused', () => refusal(() => world.change(made.Id, named(arn, 'id.example.com'))));
  await during('list', () => world.list());
  await during('deployment', () => world.after(301));
  await during('edge', () => world.routes.find('login.example.com'));
  await during('stranger at the edge', () => world.routes.find('www.example.org'));
  store.close();
  return reads;
}

it('reads as many distributions for a call among ten foreign ones as among ten thousand', async () => {
  const few = await readsWith(10);
  expect(few).toEqual(await readsWith(10_000));
  expect(Math.max(...Object.values(few))).toBeLessThan(20);
});

it('is not misled by a transaction that was undone', () => {
  const store = openStore();
  const resources = createResources(store);
  const put = (alias: string) =>
    resources.put({
      id: 'E1',
      arn: 'arn',
      account: '1',
      domainName: 'd1.cloudfront.net',
      etag: 'E',
      tags: {},
      lastModified: '',
      config: { Aliases: { Quantity: 1, Items: [alias] } } as never,
    });
  put('a.example.com');
  expect(() =>
    store.transaction(() => {
      put('b.example.com');
      expect(resources.holder('b.example.com')?.id).toBe('E1');
      expect(resources.holder('a.example.com')).toBeUndefined();
      throw new Error('undone');
    }),
  ).toThrow('undone');
  expect(resources.holder('b.example.com')).toBeUndefined();
  expect(resources.holder('a.example.com')?.id).toBe('E1');
  store.close();
});
