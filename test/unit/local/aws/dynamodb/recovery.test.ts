import {
  DeleteTableCommand,
  DescribeTableCommand,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, QueryCommand, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDbWorld, makeTable, openDynamoDb } from './dynamodb-world.ts';

let open: DynamoDbWorld;
beforeEach(async () => {
  open = await openDynamoDb();
});
afterEach(() => open.close());

const recoverable = (PointInTimeRecoveryEnabled: boolean, TableName = 'sites') =>
  open.client.send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } }),
  );
const put = (Item: object, TableName = 'sites') => open.documents.send(new PutCommand({ TableName, Item }));
const remove = (pk: string) => open.documents.send(new DeleteCommand({ TableName: 'sites', Key: { pk } }));
const at = (time: string) => open.world.clock.jumpTo(new Date(`2026-11-21T${time}:00Z`));
const restore = (time: string, target = 'restored') =>
  open.client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: 'sites',
      TargetTableName: target,
      RestoreDateTime: new Date(`2026-11-21T${time}:00Z`),
    }),
  );
async function found(TableName = 'restored') {
  const { Items = [] } = await open.documents.send(new ScanCommand({ TableName }));
  return Items.map(({ pk, owner }) => [pk, owner]).sort();
}

it('makes a table as the old one was at that second, by whatever it was written', async () => {
  await put({ pk: 'before', owner: 'a' });
  await recoverable(true);
  await at('10:00');
  await put({ pk: 'changed', owner: 'a' });
  await put({ pk: 'deleted', owner: 'a' });
  await at('11:00');
  const TransactItems = [
    { Put: { TableName: 'sites', Item: { pk: 'changed', owner: 'b' } } },
    { Delete: { TableName: 'sites', Key: { pk: 'deleted' } } },
  ];
  await open.documents.send(new TransactWriteCommand({ TransactItems }));
  await at('12:00');
  await put({ pk: 'later', owner: 'b' });
  await at('13:00');

  await restore('10:59', 'at-eleven');
  expect(await found('at-eleven')).toEqual([
    ['before', 'a'],
    ['changed', 'a'],
    ['deleted', 'a'],
  ]);
  await restore('11:00', 'after-eleven');
  expect(await found('after-eleven')).toEqual([
    ['before', 'a'],
    ['changed', 'b'],
  ]);
  expect(await found('sites')).toEqual([
    ['before', 'a'],
    ['changed', 'b'],
    ['later', 'b'],
  ]);
});

it('gives the new table keys and indexes of the old one, and no recovery of its own', async () => {
  await recoverable(true);
  await put({ pk: 'one', owner: 'a' });
  await at('10:00');
  await restore('09:30');
  const { Table } = await open.client.send(new DescribeTableCommand({ TableName: 'restored' }));
  expect(Table?.KeySchema).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
  const query = {
    TableName: 'restored',
    IndexName: 'byOwner',
    KeyConditionExpression: '#o = :o',
    ExpressionAttributeNames: { '#o': 'owner' },
    ExpressionAttributeValues: { ':o': 'a' },
  };
  expect((await open.documents.send(new QueryCommand(query))).Items).toEqual([{ pk: 'one', owner: 'a' }]);
  const again = { SourceTableName: 'restored', TargetTableName: 'third', UseLatestRestorableTime: true };
  await expect(open.client.send(new RestoreTableToPointInTimeCommand(again))).rejects.toMatchObject({
    name: 'PointInTimeRecoveryUnavailableException',
  });
});

it('keeps the writes of one table apart from those of another whose name begins alike', async () => {
  await makeTable(open.client, 'sites-test');
  await recoverable(true);
  await put({ pk: 'ours', owner: 'a' });
  await put({ pk: 'theirs', owner: 'b' }, 'sites-test');
  await at('10:00');
  await restore('09:30');
  expect(await found()).toEqual([['ours', 'a']]);
});

it('goes back no further than to when recovery was enabled, and not into the last five minutes', async () => {
  await at('10:00');
  await recoverable(true);
  await at('11:00');
  for (const time of ['09:59', '10:56'])
    await expect(restore(time)).rejects.toMatchObject({ name: 'InvalidRestoreTimeException' });
  await restore('10:55');
});

it('brings nothing back that was deleted while recovery was off', async () => {
  await recoverable(true);
  await put({ pk: 'gone', owner: 'a' });
  await put({ pk: 'kept', owner: 'a' });
  await recoverable(false);
  await remove('gone');
  await at('10:00');
  await recoverable(true);
  await at('11:00');
  await restore('10:30');
  expect(await found()).toEqual([['kept', 'a']]);
});

it('knows nothing of an earlier table of the same name', async () => {
  await recoverable(true);
  await put({ pk: 'gone', owner: 'a' });
  await open.client.send(new DeleteTableCommand({ TableName: 'sites' }));
  await makeTable(open.client, 'sites');
  await recoverable(true);
  await at('10:00');
  await restore('09:30');
  expect(await found()).toEqual([]);
});

it('writes over no table', async () => {
  await recoverable(true);
  await at('10:00');
  await expect(restore('09:30', 'sites')).rejects.toMatchObject({ name: 'TableAlreadyExistsException' });
});
