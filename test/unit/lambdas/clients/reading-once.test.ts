import { readingOnce } from '../../../../lambdas/clients/reading-once.ts';
import type { Item, Table } from '../../../../lambdas/clients/table.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const KEY = { pk: 'SITE#acme', sk: 'SITE' };

/** Counts what is read of the real one. */
function counted() {
  let reads = 0;
  const get: Table['get'] = (key) => {
    reads++;
    return scene.table.get(key);
  };
  return { table: readingOnce({ ...scene.table, get }), reads: () => reads };
}
const put = (item: Partial<Item>) => scene.table.put({ ...KEY, ...item });

it('reads an item once', async () => {
  await put({ name: 'Acme' });
  const { table, reads } = counted();
  expect([await table.get(KEY), await table.get({ ...KEY })]).toEqual([
    { ...KEY, name: 'Acme' },
    { ...KEY, name: 'Acme' },
  ]);
  expect(reads()).toBe(1);
});

it('remembers that there is none', async () => {
  const { table, reads } = counted();
  expect([await table.get(KEY), await table.get(KEY)]).toEqual([undefined, undefined]);
  expect(reads()).toBe(1);
});

it.each<[string, (table: Table) => Promise<unknown>]>([
  ['put', (table) => table.put({ ...KEY, name: 'New' })],
  ['update', (table) => table.update(KEY, { set: { name: 'New' } })],
  ['transact', (table) => table.transact([{ put: { ...KEY, name: 'New' } }])],
  ['putAll', (table) => table.putAll([{ ...KEY, name: 'New' }])],
])('reads again after it has written: %s', async (_, write) => {
  await put({ name: 'Old' });
  const { table } = counted();
  await table.get(KEY);
  await write(table);
  expect(await table.get(KEY)).toEqual({ ...KEY, name: 'New' });
});

it('reads again what somebody else has changed, once its own write was refused for it', async () => {
  await put({ version: 1 });
  const { table } = counted();
  await table.get(KEY);
  await put({ version: 2 });
  const asRead = { expression: 'version = :one', values: { ':one': 1 } };
  expect(await table.put({ ...KEY, version: 3 }, asRead)).toBe(false);
  expect(await table.get(KEY)).toEqual({ ...KEY, version: 2 });
});

it('reads again when another piece of work begins', async () => {
  await put({ name: 'Old' });
  const { table } = counted();
  await table.get(KEY);
  await put({ name: 'New' });
  table.forget();
  expect(await table.get(KEY)).toEqual({ ...KEY, name: 'New' });
});

it('does not remember a read that failed', async () => {
  const get = jest
    .fn()
    .mockRejectedValueOnce(new Error('down'))
    .mockResolvedValue({ ...KEY });
  const table = readingOnce({ ...scene.table, get });
  await expect(table.get(KEY)).rejects.toThrow('down');
  expect(await table.get(KEY)).toEqual(KEY);
});
