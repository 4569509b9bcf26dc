/** A write of an item that a transaction is just writing: DynamoDB refuses it, and it is tried again. */
import { NOT_THERE } from '../../../../lambdas/clients/table.ts';
import { type OpenTable, openTable } from '../../../support/unit/table.ts';

let open: OpenTable;
beforeEach(async () => {
  open = await openTable();
});
afterEach(() => open.close());

const KEY = { pk: 'SITE#acme', sk: 'SITE' };
const conflict = (operation: string, times: number) =>
  open.faults.add({
    ...{ service: 'dynamodb', operation, kind: 'refuse', status: 400, times },
    ...{ error: 'TransactionConflictException', message: 'Transaction is ongoing for the item' },
  });

it('puts, updates and deletes it at the third try', async () => {
  const { table } = open;
  for (const operation of ['PutItem', 'UpdateItem', 'DeleteItem']) conflict(operation, 2);
  expect(await table.put({ ...KEY, name: 'Acme' }, NOT_THERE)).toBe(true);
  expect(await table.update(KEY, { set: { name: 'Acme Stores' } })).toBe(true);
  expect(await table.get(KEY)).toEqual({ ...KEY, name: 'Acme Stores' });
  expect(await table.delete(KEY)).toBe(true);
  expect(await table.get(KEY)).toBeUndefined();
});

it('is told to come again where it does not end, and never that a condition did not hold', async () => {
  conflict('PutItem', 3);
  await expect(open.table.put(KEY, NOT_THERE)).rejects.toMatchObject({ name: 'AwsThrottled' });
});
