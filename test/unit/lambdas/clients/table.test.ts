import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { createTable, NOT_THERE } from '../../../../lambdas/clients/table.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(DynamoDBDocumentClient);
const table = createTable({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 'certificates',
});

const KEY = { pk: 'SITE#acme', sk: 'SITE' };
const ITEM = { ...KEY, name: 'Acme' };
const REFUSED = awsError('ConditionalCheckFailedException');

it('reads consistently, by key alone', async () => {
  mock.on(GetCommand).resolves({ Item: ITEM });
  expect(await table.get(ITEM)).toEqual(ITEM);
  expect(callsOf(mock)).toEqual([['Get', { TableName: 'certificates', Key: KEY, ConsistentRead: true }]]);
});

it('counts up, beginning where there is nothing, unless the condition does not hold', async () => {
  mock
    .on(UpdateCommand)
    .resolvesOnce({ Attributes: { ...KEY, calls: 1 } })
    .rejects(REFUSED);
  const condition = { expression: 'expiresAt > :now', values: { ':now': 5 } };
  const count = () => table.increment(KEY, 'calls', { ifAbsent: { expiresAt: 9 }, condition });
  expect([await count(), await count()]).toEqual([1, undefined]);
  expect(callsOf(mock)[0]).toEqual([
    'Update',
    {
      TableName: 'certificates',
      Key: KEY,
      UpdateExpression: 'ADD #calls :by SET #expiresAt = if_not_exists(#expiresAt, :new_expiresAt)',
      ExpressionAttributeNames: { '#calls': 'calls', '#expiresAt': 'expiresAt' },
      ExpressionAttributeValues: { ':by': 1, ':new_expiresAt': 9, ':now': 5 },
      ConditionExpression: 'expiresAt > :now',
      ReturnValues: 'ALL_NEW',
    },
  ]);
});

it('puts under a condition, and says whether it held', async () => {
  mock.on(PutCommand).resolvesOnce({}).rejects(REFUSED);
  const condition = { expression: 'version = :version', values: { ':version': 3 } };
  expect([await table.put(ITEM, condition), await table.put(ITEM, NOT_THERE)]).toEqual([true, false]);
  expect(callsOf(mock)).toEqual([
    [
      'Put',
      {
        TableName: 'certificates',
        Item: ITEM,
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: { ':version': 3 },
      },
    ],
    ['Put', { TableName: 'certificates', Item: ITEM, ConditionExpression: 'attribute_not_exists(pk)' }],
  ]);
});

it('updates fields by placeholders, so that no name is a reserved word', async () => {
  mock.on(UpdateCommand).resolves({});
  await table.update(KEY, {
    set: { name: 'Acme Ltd' },
    remove: ['duePk'],
    condition: { expression: 'token = :t', values: { ':t': 1 } },
  });
  expect(callsOf(mock)).toEqual([
    [
      'Update',
      {
        TableName: 'certificates',
        Key: KEY,
        UpdateExpression: 'SET #name = :set_name REMOVE #duePk',
        ExpressionAttributeNames: { '#name': 'name', '#duePk': 'duePk' },
        ExpressionAttributeValues: { ':set_name': 'Acme Ltd', ':t': 1 },
        ConditionExpression: 'token = :t',
      },
    ],
  ]);
});

it('sets what is to be there from the first on, and leaves it as it is where it is there', async () => {
  mock.on(UpdateCommand).resolves({});
  expect(await table.update(KEY, { set: { givenAt: 2 }, ifAbsent: { dueAt: 3 } })).toBe(true);
  expect(callsOf(mock)).toEqual([
    [
      'Update',
      {
        TableName: 'certificates',
        Key: KEY,
        UpdateExpression: 'SET #givenAt = :set_givenAt, #dueAt = if_not_exists(#dueAt, :new_dueAt)',
        ExpressionAttributeNames: { '#givenAt': 'givenAt', '#dueAt': 'dueAt' },
        ExpressionAttributeValues: { ':set_givenAt': 2, ':new_dueAt': 3 },
      },
    ],
  ]);
});

it('deletes under a condition, and says whether it held', async () => {
  mock.on(DeleteCommand).resolvesOnce({}).rejects(REFUSED);
  expect([await table.delete(KEY), await table.delete(KEY, NOT_THERE)]).toEqual([true, false]);
});

describe('a transaction', () => {
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  const writes = [{ put: ITEM, condition: NOT_THERE }, { delete: KEY }];

  it('writes all at once', async () => {
    mock.on(TransactWriteCommand).resolves({});
    expect(await table.transact(writes)).toBe(true);
    expect(callsOf(mock)).toEqual([
      [
        'TransactWrite',
        {
          TransactItems: [
            {
              Put: { TableName: 'certificates', Item: ITEM, ConditionExpression: 'attribute_not_exists(pk)' },
            },
            { Delete: { TableName: 'certificates', Key: KEY } },
          ],
        },
      ],
    ]);
  });

  it.each([['None'], ['TransactionConflict']])('is lost to a condition, beside %s: read again', async (beside) => {
    mock.on(TransactWriteCommand).rejects(cancelled(beside, 'ConditionalCheckFailed'));
    expect(await table.transact(writes)).toBe(false);
  });

  it('throws what no reading again would mend', async () => {
    mock.on(TransactWriteCommand).rejects(cancelled('ItemCollectionSizeLimitExceeded'));
    await expect(table.transact(writes)).rejects.toThrow('cancelled');
  });

  it.each(['ThrottlingError', 'ProvisionedThroughputExceeded', 'TransactionConflict'])(
    'fails as AwsThrottled when it was cancelled for %s',
    async (code) => {
      mock.on(TransactWriteCommand).rejects(cancelled(code, 'None'));
      await expect(table.transact(writes)).rejects.toMatchObject({ name: 'AwsThrottled' });
    },
  );
});

describe('a batch', () => {
  it('goes out by 25, and sends again what was not taken', async () => {
    const items = Array.from({ length: 30 }, (_, index) => ({ pk: 'P', sk: `${index}` }));
    mock
      .on(BatchWriteCommand)
      .resolvesOnce({ UnprocessedItems: { certificates: [{ PutRequest: { Item: { pk: 'P', sk: '24' } } }] } })
      .resolves({});
    await table.putAll(items);
    const sizes = mock
      .commandCalls(BatchWriteCommand)
      .map((call) => call.args[0].input.RequestItems?.certificates?.length);
    expect(sizes).toEqual([25, 6]);
  });

  it('sends the last of two of the same key, and nothing when there is none', async () => {
    mock.on(BatchWriteCommand).resolves({});
    await table.putAll([]);
    await table.putAll([
      { ...KEY, n: 1 },
      { ...KEY, n: 2 },
    ]);
    expect(callsOf(mock)).toEqual([
      ['BatchWrite', { RequestItems: { certificates: [{ PutRequest: { Item: { ...KEY, n: 2 } } }] } }],
    ]);
  });
});

describe('a query', () => {
  it('of the table is consistent and bounded by the sort key', async () => {
    mock.on(QueryCommand).resolves({ Items: [ITEM] });
    expect(await table.query({ partition: 'SITE#acme', beginsWith: 'REQUEST#', newestFirst: true })).toEqual([ITEM]);
    expect(callsOf(mock)).toEqual([
      [
        'Query',
        {
          TableName: 'certificates',
          ConsistentRead: true,
          KeyConditionExpression: '#p = :p AND begins_with(#s, :s)',
          ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' },
          ExpressionAttributeValues: { ':p': 'SITE#acme', ':s': 'REQUEST#' },
          ScanIndexForward: false,
        },
      ],
    ]);
  });

  it('of an index goes by its own keys', async () => {
    mock.on(QueryCommand).resolves({ Items: [] });
    await table.query({ index: 'due', partition: 'WAIT#0', upTo: '2026-11-21T10:00:00.000Z', limit: 1 });
    expect(callsOf(mock)).toEqual([
      [
        'Query',
        {
          TableName: 'certificates',
          IndexName: 'due',
          KeyConditionExpression: '#p = :p AND #s <= :s',
          ExpressionAttributeNames: { '#p': 'duePk', '#s': 'dueAt' },
          ExpressionAttributeValues: { ':p': 'WAIT#0', ':s': '2026-11-21T10:00:00.000Z' },
          ScanIndexForward: true,
          Limit: 1,
        },
      ],
    ]);
  });

  it('reads on to the end', async () => {
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ pk: 'P', sk: '1' }], LastEvaluatedKey: { pk: 'P', sk: '1' } })
      .resolvesOnce({ Items: [{ pk: 'P', sk: '2' }] });
    expect(await table.query({ partition: 'P' })).toEqual([
      { pk: 'P', sk: '1' },
      { pk: 'P', sk: '2' },
    ]);
    expect(callsOf(mock)[1]?.[1]).toMatchObject({ ExclusiveStartKey: { pk: 'P', sk: '1' } });
  });

  it('counts over all pages, and has no item sent', async () => {
    const page = { partition: 'CERTIFICATES', from: '2025-11-21' };
    const asked = {
      TableName: 'certificates',
      Select: 'COUNT' as const,
      ExpressionAttributeValues: { ':p': 'CERTIFICATES', ':s': '2025-11-21' },
    };
    const last = { pk: 'CERTIFICATES', sk: '2026' };
    mock
      .on(QueryCommand, asked)
      .resolves({ Count: 7, LastEvaluatedKey: last })
      .on(QueryCommand, { ...asked, ExclusiveStartKey: last })
      .resolves({ Count: 2 });
    expect(await table.count(page)).toBe(9);
    expect(callsOf(mock)).toHaveLength(2);
  });
});
