import {
  ConditionalCheckFailedException,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactionCanceledException,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type DynamoDbWorld, openDynamoDb } from './dynamodb-world.ts';

let open: DynamoDbWorld;
beforeEach(async () => {
  open = await openDynamoDb();
});
afterEach(() => open.close());

const TableName = 'sites';
const put = (Item: object, condition = {}) => open.documents.send(new PutCommand({ TableName, Item, ...condition }));
const get = async (pk: string) => (await open.documents.send(new GetCommand({ TableName, Key: { pk } }))).Item;
const transact = (TransactItems: TransactWriteCommandInput['TransactItems'], ClientRequestToken?: string) =>
  open.documents.send(new TransactWriteCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }));
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('one item', () => {
  it('is refused with the stored item when that is asked for', async () => {
    await put({ pk: 'alias', owner: 'site-1' });
    const second = put({ pk: 'alias', owner: 'site-2' }, { ...isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    const error = await second.catch((reason) => reason);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error.message).toBe('The conditional request failed');
    expect(error.Item).toEqual({ pk: { S: 'alias' }, owner: { S: 'site-1' } });
  });

  it('is refused without the stored item otherwise', async () => {
    await put({ pk: 'alias' });
    const error = await put({ pk: 'alias' }, isNew).catch((reason) => reason);
    expect(error.Item).toBeUndefined();
  });

  it('changes together with its index entry', async () => {
    await put({ pk: 'alias', owner: 'site-1' });
    const set = { UpdateExpression: 'SET #o = :o', ExpressionAttributeNames: { '#o': 'owner' } };
    const values = { ExpressionAttributeValues: { ':o': 'site-2' } };
    await open.documents.send(new UpdateCommand({ TableName, Key: { pk: 'alias' }, ...set, ...values }));
    expect([await ownedBy('site-1'), await ownedBy('site-2')]).toEqual([[], [{ pk: 'alias', owner: 'site-2' }]]);
  });
});

it('has an index entry for each item, of those too whose keys dynalite has one hash for', async () => {
  const [kept, deleted] = ['site-5001', 'site-6361']; // both 35cab2
  await put({ pk: kept, owner: 'one' });
  await put({ pk: deleted, owner: 'one' });
  const both = await ownedBy('one');
  expect(both?.map(({ pk }) => pk).sort()).toEqual([kept, deleted]);
  const following = both?.map(({ pk, owner }) => ownedBy(owner, { pk, owner }));
  expect(await Promise.all(following ?? [])).toEqual([[both?.[1]], []]);
  await open.documents.send(new DeleteCommand({ TableName, Key: { pk: deleted } }));
  expect(await ownedBy('one')).toEqual([{ pk: kept, owner: 'one' }]);
});

async function ownedBy(owner: string, behind?: object) {
  const query = new QueryCommand({
    TableName,
    IndexName: 'byOwner',
    KeyConditionExpression: '#o = :o',
    ExpressionAttributeNames: { '#o': 'owner' },
    ExpressionAttributeValues: { ':o': owner },
    ...(behind && { ExclusiveStartKey: behind }),
  });
  return (await open.documents.send(query)).Items;
}

describe('TransactWriteItems', () => {
  it('puts, updates, deletes and checks together', async () => {
    await put({ pk: 'a', n: 1 });
    await put({ pk: 'b' });
    await put({ pk: 'lock', open: true });
    await transact([
      { Put: { TableName, Item: { pk: 'c', owner: 'site-1' } } },
      {
        Update: {
          TableName,
          Key: { pk: 'a' },
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
      { Delete: { TableName, Key: { pk: 'b' } } },
      { ConditionCheck: { TableName, Key: { pk: 'lock' }, ConditionExpression: 'attribute_exists(pk)' } },
    ]);
    expect(await get('a')).toEqual({ pk: 'a', n: 2 });
    expect(await get('b')).toBeUndefined();
    expect(await get('lock')).toEqual({ pk: 'lock', open: true });
    expect(await ownedBy('site-1')).toEqual([{ pk: 'c', owner: 'site-1' }]);
  });

  it('writes nothing when one condition fails, and tells which with the old item', async () => {
    await put({ pk: 'taken', owner: 'site-1' });
    const call = transact([
      { Put: { TableName, Item: { pk: 'free' } } },
      { Put: { TableName, Item: { pk: 'taken' }, ...isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    ]);
    const error = await call.catch((reason) => reason);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    );
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { pk: { S: 'taken' }, owner: { S: 'site-1' } },
      },
    ]);
    expect(await get('free')).toBeUndefined();
  });

  it('lets exactly one of twenty that claim the same alias win', async () => {
    const claims = Array.from({ length: 20 }, (_, site) =>
      transact([
        { Put: { TableName, Item: { pk: 'alias', site }, ...isNew } },
        { Put: { TableName, Item: { pk: `event-${site}` } } },
      ]),
    );
    const outcomes = await Promise.allSettled(claims);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await get('alias')).toEqual({ pk: 'alias', site: winner });
    const events = await Promise.all(outcomes.map((_, site) => get(`event-${site}`)));
    expect(events.filter(Boolean)).toEqual([{ pk: `event-${winner}` }]);
  });

  it('cancels with ValidationError what dynamic checks refuse', async () => {
    await put({ pk: 'a', n: 'text' });
    const Update = {
      TableName,
      Key: { pk: 'a' },
      UpdateExpression: 'SET n = n + :one',
      ExpressionAttributeValues: { ':one': 1 },
    };
    const error = await transact([{ Update }]).catch((reason) => reason);
    expect(error.CancellationReasons).toEqual([
      { Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' },
    ]);
  });

  it.each([
    ['no item', []],
    ['101 items', Array.from({ length: 101 }, (_, n) => ({ Put: { TableName, Item: { pk: `${n}` } } }))],
    ['one item twice', [{ Put: { TableName, Item: { pk: 'a' } } }, { Delete: { TableName, Key: { pk: 'a' } } }]],
    ['two kinds in one', [{ Put: { TableName, Item: { pk: 'a' } }, Delete: { TableName, Key: { pk: 'a' } } }]],
  ])('refuses %s', async (_, items) => {
    await expect(transact(items)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await get('a')).toBeUndefined();
  });

  it('refuses a table that is not there', async () => {
    const call = transact([{ Put: { TableName: 'nowhere', Item: { pk: 'a' } } }]);
    await expect(call).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('is done once for a client token within ten minutes', async () => {
    await put({ pk: 'count', n: 0 });
    const add = (by: number) => [
      {
        Update: {
          TableName,
          Key: { pk: 'count' },
          UpdateExpression: 'ADD n :by',
          ExpressionAttributeValues: { ':by': by },
        },
      },
    ];
    await transact(add(1), 'token-1');
    await transact(add(1), 'token-1');
    expect(await get('count')).toEqual({ pk: 'count', n: 1 });
    await expect(transact(add(2), 'token-1')).rejects.toBeInstanceOf(IdempotentParameterMismatchException);
    await open.world.clock.jumpTo(new Date('2026-11-21T09:10:01Z'));
    await transact(add(2), 'token-1');
    expect(await get('count')).toEqual({ pk: 'count', n: 3 });
  });
});

it('tells a table with an id as the API has them, and no member that the API lacks', async () => {
  const { Table } = await open.client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.TableId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  const raw = await open.dynamodb.call('DescribeTable', { TableName });
  expect(Object.keys(raw.Table as object)).not.toContain('TableThroughputModeSummary');
});

it('reads several items as of one moment', async () => {
  await put({ pk: 'a', n: 1 });
  const read = new TransactGetCommand({
    TransactItems: [{ Get: { TableName, Key: { pk: 'a' } } }, { Get: { TableName, Key: { pk: 'none' } } }],
  });
  expect((await open.documents.send(read)).Responses).toEqual([{ Item: { pk: 'a', n: 1 } }, {}]);
});

describe('settings of a table', () => {
  it('tell time to live as it was set', async () => {
    const describeIt = async () =>
      (await open.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
    expect(await describeIt()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    const set = await open.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    expect(set.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    expect(await describeIt()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    await expect(open.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }))).rejects.toThrow(
      'TimeToLive is already enabled',
    );
  });

  it('tell point-in-time recovery in world time', async () => {
    const on = { PointInTimeRecoveryEnabled: true };
    await open.client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: on }));
    await open.world.clock.jumpTo(new Date('2027-01-21T00:00:00Z'));
    const { ContinuousBackupsDescription } = await open.client.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    expect(ContinuousBackupsDescription).toEqual({
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 35,
        EarliestRestorableDateTime: new Date('2026-12-17T00:00:00Z'),
        LatestRestorableDateTime: new Date('2027-01-20T23:55:00Z'),
      },
    });
  });

  it('belong to tables that exist', async () => {
    const call = open.client.send(new DescribeTimeToLiveCommand({ TableName: 'nowhere' }));
    await expect(call).rejects.toBeInstanceOf(ResourceNotFoundException);
  });
});
