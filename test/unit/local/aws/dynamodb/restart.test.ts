import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createDynamoDb, type DynamoDb } from '../../../../../local/aws/dynamodb/dynamodb.ts';
import { openEngine } from '../../../../../local/aws/dynamodb/engine.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

const store = openStore();
const world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), store, 'restart');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => store.close());

const TABLE = {
  TableName: 'sites',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
};
const item = (pk: string) => ({ Put: { TableName: 'sites', Item: { pk: { S: pk } } } });

async function withDynamoDb<T>(work: (dynamodb: DynamoDb) => Promise<T>): Promise<T> {
  const dynamodb = await createDynamoDb(world, { path: folder });
  try {
    return await work(dynamodb);
  } finally {
    await dynamodb.close();
  }
}

const read = async (dynamodb: DynamoDb, pk: string) =>
  (await dynamodb.call('GetItem', { TableName: 'sites', Key: { pk: { S: pk } } })).Item;

it('finds tables, items and client tokens again', async () => {
  const request = { TransactItems: [item('a')], ClientRequestToken: 'once' };
  await withDynamoDb(async (dynamodb) => {
    await dynamodb.call('CreateTable', TABLE);
    await dynamodb.call('TransactWriteItems', request);
  });
  await withDynamoDb(async (dynamodb) => {
    await dynamodb.call('DeleteItem', { TableName: 'sites', Key: { pk: { S: 'a' } } });
    await dynamodb.call('TransactWriteItems', request);
    expect(await read(dynamodb, 'a')).toBeUndefined();
  });
});

it('refuses a folder that another process has open', async () => {
  await withDynamoDb(() => expect(createDynamoDb(world, { path: folder })).rejects.toThrow());
});

it('holds back every write of a request until all are known', async () => {
  const engine = await openEngine(folder);
  await engine.act(engine.parse('CreateTable', TABLE));
  const held = await engine.collect(() => engine.act(engine.parse('PutItem', item('a').Put)));
  expect(held.writes.map(({ type }) => type)).toEqual(['put']);
  expect(await engine.act(engine.parse('GetItem', { TableName: 'sites', Key: { pk: { S: 'a' } } }))).toEqual({});
  await engine.close();
});

it('finishes the making of a table that a kill cut short', async () => {
  await withDynamoDb((dynamodb) => dynamodb.call('CreateTable', TABLE));
  const engine = await openEngine(folder);
  const [[key, table] = ['', {}]] = engine.entries('table~');
  await engine.write([{ type: 'put', key, value: { ...(table as object), TableStatus: 'CREATING' } }]);
  await engine.close();
  const { Table } = await withDynamoDb((dynamodb) => dynamodb.call('DescribeTable', { TableName: 'sites' }));
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE' });
});

it('makes the entries of an index anew in a folder whose keys of them are those of an earlier version', async () => {
  const key = { AttributeName: 'owner', AttributeType: 'S' };
  const index = { IndexName: 'byOwner', KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }] };
  await withDynamoDb((dynamodb) =>
    dynamodb.call('CreateTable', {
      ...TABLE,
      AttributeDefinitions: [...TABLE.AttributeDefinitions, key],
      GlobalSecondaryIndexes: [{ ...index, Projection: { ProjectionType: 'KEYS_ONLY' } }],
    }),
  );
  const Items = ['a', 'b'].map((pk) => ({ pk: { S: pk }, owner: { S: 'one' } }));
  await withDynamoDb(async (dynamodb) => {
    for (const Item of Items) await dynamodb.call('PutItem', { TableName: 'sites', Item });
  });
  const engine = await openEngine(folder);
  const [[first, value] = [''], [second] = ['']] = engine.entries('index-');
  const hashed = `${first.slice(0, first.lastIndexOf('/', first.length - 2))}`; // ends with a hash, which both have
  await engine.write([
    { type: 'del', key: first },
    { type: 'del', key: second },
    { type: 'put', key: hashed, value },
  ]);
  await engine.close();
  const query = {
    TableName: 'sites',
    IndexName: 'byOwner',
    KeyConditionExpression: '#o = :o',
    ExpressionAttributeNames: { '#o': 'owner' },
    ExpressionAttributeValues: { ':o': { S: 'one' } },
  };
  const answer = await withDynamoDb((dynamodb) => dynamodb.call('Query', query));
  expect(answer.Items).toEqual(expect.arrayContaining(Items));
  expect(answer.Count).toBe(2);
});

it('has all of a transaction when the process is killed at the first sight of any of it', async () => {
  await withDynamoDb((dynamodb) => dynamodb.call('CreateTable', TABLE));
  const writer = spawn(process.execPath, [resolve(__dirname, 'killed-writer.ts'), folder], { stdio: 'inherit' });
  expect(await once(writer, 'exit')).toEqual([null, 'SIGKILL']);
  const Keys = Array.from({ length: 100 }, (_, n) => ({ pk: { S: `item-${n}` } }));
  const answer = await withDynamoDb((dynamodb) => dynamodb.call('BatchGetItem', { RequestItems: { sites: { Keys } } }));
  expect((answer.Responses as { sites: object[] }).sites).toHaveLength(100);
});
