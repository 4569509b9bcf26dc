/** DynamoDB: everything that lambdas/clients/table.ts sends, and the edges that lambdas/records stands on. */
import type { Scene, Step } from '../scene.ts';

const TableName = 'fidelity';
const key = (pk: string, sk = 'a') => ({ pk: { S: pk }, sk: { S: sk } });
const item = (pk: string, more: object = {}, sk = 'a') => ({ ...key(pk, sk), ...more });
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
const old = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
const put = (Item: object, more: object = {}) => ({ TableName, Item, ...more });
const Put = (Item: object, more: object = {}) => ({ Put: put(Item, more) });
/** Just over DynamoDB's 400 KB, and of a size of which eleven are more than the 4 MB of a transaction. */
const [TOO_LARGE, LARGE] = ['x'.repeat(400 * 1024), 'x'.repeat(390 * 1024)];

const table: Step[] = [
  {
    call: 'CreateTable',
    input: {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'duePk', 'dueAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'duePk', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    },
  },
  { call: 'DescribeTable', input: { TableName } },
  { call: 'UpdateTimeToLive', input: { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } } },
  { call: 'DescribeTimeToLive', input: { TableName } },
  {
    call: 'UpdateContinuousBackups',
    input: { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
  },
  { call: 'DescribeContinuousBackups', input: { TableName } },
  { call: 'ListTables', input: {} },
];

const items: Step[] = [
  { call: 'PutItem', input: put(item('a', { n: { N: '1' } }), isNew) },
  { call: 'PutItem', input: put(item('a'), { ...isNew, ...old }), error: 'ConditionalCheckFailedException' },
  { call: 'GetItem', input: { TableName, Key: key('a'), ConsistentRead: true } },
  { call: 'GetItem', input: { TableName, Key: key('nobody') } },
  {
    call: 'UpdateItem',
    input: {
      TableName,
      Key: key('a'),
      UpdateExpression: 'ADD #n :one SET #e = if_not_exists(#e, :empty)',
      ExpressionAttributeNames: { '#n': 'n', '#e': 'e' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':empty': { S: '' } },
      ReturnValues: 'ALL_NEW',
    },
  },
  {
    call: 'UpdateItem',
    input: {
      TableName,
      Key: key('nobody'),
      UpdateExpression: 'SET n = :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ConditionExpression: 'attribute_exists(pk)',
    },
    error: 'ConditionalCheckFailedException',
  },
  {
    call: 'PutItem',
    input: put(item('empty', { s: { S: '' }, l: { L: [] }, m: { M: {} }, b: { BOOL: false }, z: { NULL: true } })),
  },
  { call: 'GetItem', input: { TableName, Key: key('empty') } },
  { call: 'PutItem', input: put(item('set', { s: { SS: [] } })), error: 'ValidationException' },
  { call: 'PutItem', input: put(item('')), error: 'ValidationException' },
  { call: 'PutItem', input: put(item('index', { duePk: { S: '' }, dueAt: { S: 'x' } })), error: 'ValidationException' },
  { call: 'PutItem', input: put(item('n', { n: { N: '12345678901234567890123456789012345678' } })) },
  { call: 'GetItem', input: { TableName, Key: key('n') } },
  {
    call: 'PutItem',
    input: put(item('n', { n: { N: '123456789012345678901234567890123456789' } })),
    error: 'ValidationException',
  },
  { call: 'PutItem', input: put(item('n', { n: { N: '1E+126' } })), error: 'ValidationException' },
  { call: 'PutItem', input: put(item('large', { s: { S: TOO_LARGE } })), error: 'ValidationException' },
  { call: 'DeleteItem', input: { TableName, Key: key('n') } },
  { call: 'DeleteItem', input: { TableName, Key: key('n') } },
  {
    call: 'DeleteItem',
    input: {
      TableName,
      Key: key('a'),
      ConditionExpression: 'n = :nine',
      ExpressionAttributeValues: { ':nine': { N: '9' } },
      ...old,
    },
    error: 'ConditionalCheckFailedException',
  },
];

const queries: Step[] = [
  {
    call: 'BatchWriteItem',
    input: {
      RequestItems: {
        [TableName]: ['1', '2', '3'].map((sk) => ({
          PutRequest: { Item: item('q', { duePk: { S: 'WAIT#0' }, dueAt: { S: `2026-0${sk}` } }, sk) },
        })),
      },
    },
  },
  {
    call: 'BatchWriteItem',
    input: {
      RequestItems: {
        [TableName]: Array.from({ length: 26 }, (_, n) => ({ PutRequest: { Item: item('q', {}, `x${n}`) } })),
      },
    },
    error: 'ValidationException',
  },
  {
    call: 'Query',
    input: {
      TableName,
      KeyConditionExpression: '#p = :p AND begins_with(#s, :s)',
      ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' },
      ExpressionAttributeValues: { ':p': { S: 'q' }, ':s': { S: '2' } },
      ConsistentRead: true,
    },
  },
  {
    call: 'Query',
    input: {
      TableName,
      IndexName: 'due',
      KeyConditionExpression: '#p = :p AND #s <= :s',
      ExpressionAttributeNames: { '#p': 'duePk', '#s': 'dueAt' },
      ExpressionAttributeValues: { ':p': { S: 'WAIT#0' }, ':s': { S: '2026-03' } },
      ScanIndexForward: false,
      Limit: 2,
    },
  },
  {
    call: 'Query',
    input: {
      TableName,
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :p',
      ExpressionAttributeValues: { ':p': { S: 'WAIT#0' } },
      ConsistentRead: true,
    },
    error: 'ValidationException',
  },
];

const transactions: Step[] = [
  { call: 'TransactWriteItems', input: { TransactItems: [Put(item('t1'), isNew), Put(item('t2'), isNew)] } },
  {
    call: 'TransactWriteItems',
    input: {
      TransactItems: [Put(item('t1'), { ...isNew, ...old }), Put(item('t3')), Put(item('t2'), isNew)],
    },
    error: 'TransactionCanceledException',
  },
  { call: 'GetItem', input: { TableName, Key: key('t3') } },
  {
    call: 'TransactWriteItems',
    input: { TransactItems: [Put(item('t4')), Put(item('t4'))] },
    error: 'ValidationException',
  },
  {
    call: 'TransactWriteItems',
    input: { TransactItems: Array.from({ length: 101 }, (_, n) => Put(item(`m${n}`))) },
    error: 'ValidationException',
  },
  { call: 'TransactWriteItems', input: { TransactItems: [Put(item('k'))], ClientRequestToken: 'token' } },
  { call: 'TransactWriteItems', input: { TransactItems: [Put(item('k'))], ClientRequestToken: 'token' } },
  {
    call: 'TransactWriteItems',
    input: { TransactItems: [Put(item('other'))], ClientRequestToken: 'token' },
    error: 'IdempotentParameterMismatchException',
  },
  {
    call: 'TransactWriteItems',
    input: { TransactItems: Array.from({ length: 11 }, (_, n) => Put(item(`l${n}`, { s: { S: LARGE } }))) },
    error: 'ValidationException',
  },
  {
    call: 'TransactGetItems',
    input: { TransactItems: ['t1', 'nobody'].map((pk) => ({ Get: { TableName, Key: key(pk) } })) },
  },
  { call: 'GetItem', input: { TableName: 'nothing', Key: key('a') }, error: 'ResourceNotFoundException' },
  { call: 'DeleteTable', input: { TableName } },
];

export const DYNAMODB: Scene = { service: 'dynamodb', steps: [...table, ...items, ...queries, ...transactions] };
