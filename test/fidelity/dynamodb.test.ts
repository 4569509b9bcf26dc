/**
 * The edges of DynamoDB that lambdas/clients/table.ts and lambdas/records stand on, asked of the simulated one through the SDK. Texts are
 * those recorded of AWS (paritysuite/dynamodb-conformance); limits are the developer guide's. `npm run fidelity` asks moto the same.
 */
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { createTable } from '../../lambdas/clients/table.ts';
import { createDynamoDb, type DynamoDb } from '../../local/aws/dynamodb/dynamodb.ts';
import { type AwsEndpoint, createAwsEndpoint } from '../../local/aws/endpoint.ts';
import { WorldClock } from '../../local/clock.ts';
import { openStore } from '../../local/store.ts';
import { createWorld } from '../../local/world.ts';

const TableName = 'certificates';
const store = openStore();
let dynamodb: DynamoDb;
let endpoint: AwsEndpoint;
let env: Record<string, string>;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  const world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), store, 'dynamodb');
  dynamodb = await createDynamoDb(world);
  endpoint = createAwsEndpoint(world, [], dynamodb);
  env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'tester',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(await endpoint.listen(0)).port}`,
    TABLE_NAME: TableName,
  };
  const credentials = { accessKeyId: 'tester', secretAccessKey: 'secret' };
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint: `${env.AWS_ENDPOINT_URL}`, credentials });
  documents = DynamoDBDocumentClient.from(client);
  const attributes = ['pk', 'sk', 'duePk', 'dueAt'];
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await documents.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'due', KeySchema: keys('duePk', 'dueAt'), Projection: { ProjectionType: 'ALL' as const } },
      ],
    }),
  );
});

afterAll(async () => {
  documents.destroy();
  await endpoint.close();
  await dynamodb.close();
  store.close();
});

const key = (pk: string) => ({ pk, sk: 'a' });
const put = (Item: object, more: object = {}) => documents.send(new PutCommand({ TableName, Item, ...more }));
const update = (pk: string, UpdateExpression: string, values: object, more: object = {}) =>
  documents.send(
    new UpdateCommand({ TableName, Key: key(pk), UpdateExpression, ExpressionAttributeValues: { ...values }, ...more }),
  );
const get = async (pk: string) => (await documents.send(new GetCommand({ TableName, Key: key(pk) }))).Item;
const transact = (TransactItems: TransactWriteCommandInput['TransactItems']) =>
  documents.send(new TransactWriteCommand({ TransactItems }));
const inTransaction = (Item: object, more: object = {}) => ({ Put: { TableName, Item, ...more } });
const due = async (more: object = {}) => {
  const query = { TableName, IndexName: 'due', KeyConditionExpression: 'duePk = :p' };
  const command = new QueryCommand({ ...query, ExpressionAttributeValues: { ':p': 'WAIT#0' }, ...more });
  return (await documents.send(command)).Items?.map(({ pk }) => pk);
};
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };

async function refusal(work: Promise<unknown>) {
  const {
    name,
    message,
    CancellationReasons: reasons,
  } = await work.then(
    () => ({ name: 'none', message: '', CancellationReasons: undefined }),
    (error) => error,
  );
  return { name, message, ...(reasons && { reasons }) };
}

describe('a key', () => {
  const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty string value.';

  it('of the table is not empty', async () => {
    const refused = {
      name: 'ValidationException',
      message: `One or more parameter values are not valid. ${EMPTY} Key: pk`,
    };
    expect(await refusal(put(key('')))).toEqual(refused);
    expect(await refusal(transact([inTransaction(key(''))]))).toEqual(refused);
  });

  it('of an index is not empty: a transaction with one is refused before it begins', async () => {
    const refused = {
      name: 'ValidationException',
      message: `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${EMPTY} IndexName: due, IndexKey: duePk`,
    };
    const item = { ...key('index'), duePk: '', dueAt: '2026' };
    expect(await refusal(put(item))).toEqual(refused);
    expect(await refusal(transact([inTransaction(item)]))).toEqual(refused);
    const batch = new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: item } }] } });
    expect(await refusal(documents.send(batch))).toEqual(refused);
    expect(await refusal(update('index', 'SET duePk = :empty', { ':empty': '' }))).toEqual({
      name: 'ValidationException',
      message: `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY}`,
    });
    expect(await get('index')).toBeUndefined();
  });

  it('of an index that an item lacks, or loses, takes it out of the index', async () => {
    await put({ ...key('in'), duePk: 'WAIT#0', dueAt: '2026-11-22' });
    await put({ ...key('half'), duePk: 'WAIT#0' });
    expect(await due()).toEqual(['in']);
    await documents.send(new UpdateCommand({ TableName, Key: key('in'), UpdateExpression: 'REMOVE duePk' }));
    expect(await due()).toEqual([]);
  });

  it('of an index orders its items, both ways, and is not read consistently', async () => {
    for (const day of ['3', '1', '2']) await put({ ...key(`d${day}`), duePk: 'WAIT#0', dueAt: `2026-12-0${day}` });
    expect(await due()).toEqual(['d1', 'd2', 'd3']);
    expect(await due({ ScanIndexForward: false, Limit: 2 })).toEqual(['d3', 'd2']);
    expect(await refusal(due({ ConsistentRead: true }))).toEqual({
      name: 'ValidationException',
      message: 'Consistent reads are not supported on global secondary indexes',
    });
  });
});

describe('a value', () => {
  it('may be empty', async () => {
    const item = { ...key('empty'), text: '', list: [], map: {}, no: false, nothing: null };
    await put(item);
    expect(await get('empty')).toEqual(item);
  });

  it('that is a number keeps 38 digits, and is refused with more', async () => {
    const digits = '12345678901234567890123456789012345678';
    await put({ ...key('number'), n: NumberValue.from(digits) });
    const exact = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig()), {
      unmarshallOptions: { wrapNumbers: true },
    });
    const { Item } = await exact.send(new GetCommand({ TableName, Key: key('number') }));
    exact.destroy();
    expect(Item?.n.toString()).toBe(digits);
    expect((await refusal(put({ ...key('number'), n: NumberValue.from(`${digits}9`) }))).name).toBe(
      'ValidationException',
    );
  });

  it('is counted from nothing, and set where it is not there', async () => {
    const counted = () =>
      update('counter', 'ADD looks :one SET since = if_not_exists(since, :now)', { ':one': 1, ':now': 'first' });
    await counted();
    await update('counter', 'SET since = if_not_exists(since, :now)', { ':now': 'second' });
    await counted();
    expect(await get('counter')).toEqual({ ...key('counter'), looks: 2, since: 'first' });
  });
});

function clientConfig() {
  return {
    region: 'us-east-1',
    endpoint: `${env.AWS_ENDPOINT_URL}`,
    credentials: { accessKeyId: 'tester', secretAccessKey: 'secret' },
  };
}

describe('an item', () => {
  /** The item's own names and key: `pk`, `large`, `sk`, `a`, `text`. */
  const sized = (bytes: number) => ({ pk: 'large', sk: 'a', text: 'x'.repeat(bytes - 14) });

  it('has up to 400 KB', async () => {
    await put(sized(409_600));
    expect(await refusal(put(sized(409_601)))).toEqual({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
  });

  it('too large is refused before a transaction when it is put, within it when it is updated', async () => {
    expect(await refusal(transact([inTransaction(sized(409_601))]))).toEqual({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
    const Update = {
      TableName,
      Key: key('large'),
      UpdateExpression: 'SET #t = :t',
      ExpressionAttributeNames: { '#t': 'text' },
      ExpressionAttributeValues: { ':t': 'x'.repeat(409_600) },
    };
    expect(await refusal(transact([{ Update }]))).toEqual({
      name: 'TransactionCanceledException',
      message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
      reasons: [{ Code: 'ValidationError', Message: 'Item size to update has exceeded the maximum allowed size' }],
    });
  });

  it('that is not there is deleted without a word, and updated into being', async () => {
    await documents.send(new DeleteCommand({ TableName, Key: key('nobody') }));
    await update('nobody', 'SET #n = :n', { ':n': 1 }, { ExpressionAttributeNames: { '#n': 'name' } });
    expect(await get('nobody')).toEqual({ ...key('nobody'), name: 1 });
  });
});

describe('a transaction', () => {
  it('tells the reason of every write, in their order, with the old item where it is asked for', async () => {
    await put({ ...key('taken-1'), site: 'one' });
    await put({ ...key('taken-2'), site: 'two' });
    const refused = await refusal(
      transact([
        inTransaction(key('taken-1'), { ...isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
        inTransaction(key('free'), isNew),
        inTransaction(key('taken-2'), isNew),
      ]),
    );
    expect(refused).toEqual({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None, ConditionalCheckFailed]',
      reasons: [
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { pk: { S: 'taken-1' }, sk: { S: 'a' }, site: { S: 'one' } },
        },
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    });
    expect(await get('free')).toBeUndefined();
  });

  it('takes a hundred items', async () => {
    const items = (count: number) => Array.from({ length: count }, (_, index) => inTransaction(key(`many-${index}`)));
    await transact(items(100));
    expect(await refusal(transact(items(101)))).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value at 'TransactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
    });
  });

  it('takes 4 MB', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        inTransaction({ ...key(`big-${index}`), text: 'x'.repeat(390 * 1024) }),
      );
    await transact(items(10));
    expect((await refusal(transact(items(11)))).name).toBe('ValidationException');
    expect(await get('big-10')).toBeUndefined();
  });
});

it('reads a partition of more than 1 MB to its end', async () => {
  const table = createTable(env);
  const item = (sk: string) => ({ pk: 'wide', sk, text: 'x'.repeat(300 * 1024) });
  for (const sk of ['1', '2', '3', '4', '5']) await table.put(item(sk));
  const query = { TableName, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'wide' } };
  const page = await documents.send(new QueryCommand(query));
  expect([page.Items?.length, page.LastEvaluatedKey]).toEqual([4, { pk: 'wide', sk: '4' }]);
  expect((await table.query({ partition: 'wide' })).map(({ sk }) => sk)).toEqual(['1', '2', '3', '4', '5']);
});
