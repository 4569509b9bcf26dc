/** The one DynamoDB table: reading, conditional writing, transactions. Items are made and parsed in lambdas/records. */
import {
  DynamoDBClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { FinalizeRequestMiddleware } from '@smithy/types';
import { ServiceError } from '../../core/errors.ts';
import { TABLE } from '../../core/topology.ts';
import { awsConfig, calling, type Env, eachPage, isAwsError, requireVariable } from './aws.ts';

export interface Key {
  pk: string;
  sk: string;
}
export type Item = Key & Fields;
type Fields = Record<string, unknown>;
type IndexName = keyof typeof TABLE.indexes;
type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export interface Table {
  get(key: Key): Promise<Item | undefined>;
  /** False when the condition (an expression over `names` and `values`) does not hold. Without one, the item is replaced. */
  put(item: Item, condition?: Condition): Promise<boolean>;
  /** `ifAbsent` is set where it is not there. An item that is not there is made, unless the condition speaks against it. */
  update(
    key: Key,
    update: { set: Fields; ifAbsent?: Fields; remove?: string[]; condition?: Condition },
  ): Promise<boolean>;
  /** Adds one to a number of the item and answers it; `ifAbsent` is set where it is not there. Undefined: the condition does not hold. */
  increment(
    key: Key,
    field: string,
    update: { by?: number; ifAbsent: Fields; condition?: Condition },
  ): Promise<number | undefined>;
  delete(key: Key, condition?: Condition): Promise<boolean>;
  /** All or none; false when a condition does not hold. At most 100 writes (DynamoDB's limit). */
  transact(writes: readonly TransactWrite[]): Promise<boolean>;
  /** Writes without conditions, in batches; the same item twice is the last one. */
  putAll(items: readonly Item[]): Promise<void>;
  /** Items of a partition, of the base table or an index, in order of the sort key. Reads on to the end. */
  query(query: Query): Promise<Item[]>;
  /** How many a query would find. DynamoDB reads and bills them all the same, but sends none. */
  count(query: Omit<Query, 'limit' | 'newestFirst'>): Promise<number>;
}

export interface Condition {
  expression: string;
  values?: Record<string, unknown>;
}
export type TransactWrite = { put: Item; condition?: Condition } | { delete: Key; condition?: Condition };
export interface Query {
  index?: IndexName;
  partition: string;
  /** Sort keys that begin so, or that are at most so. One bound at most. */
  beginsWith?: string;
  upTo?: string;
  /** Sort keys that are at least so. */
  from?: string;
  limit?: number;
  newestFirst?: boolean;
}

export const NOT_THERE: Condition = { expression: 'attribute_not_exists(pk)' };
export const THERE: Condition = { expression: 'attribute_exists(pk)' };

/** DynamoDB takes at most 25 writes in one batch. */
const BATCH = 25;

export function createTable(env: Env): Table {
  const bare = new DynamoDBClient(awsConfig(env));
  bare.middlewareStack.add(againAfterConflict, {
    name: 'againAfterConflict',
    step: 'finalizeRequest',
    priority: 'low',
  });
  const client = DynamoDBDocumentClient.from(bare, { marshallOptions: { removeUndefinedValues: true } });
  const TableName = requireVariable(env, 'TABLE_NAME');

  /** Conditions read consistently; so do plain reads: a step must see what the step before it wrote. */
  const consistent = { ConsistentRead: true };

  function pages(input: Omit<QueryCommandInput, 'TableName'>) {
    return eachPage(paginateQuery({ client }, { TableName, ...input }));
  }

  return {
    async get(key) {
      const { Item } = await calling(client.send(new GetCommand({ TableName, Key: pick(key), ...consistent })));
      return Item as Item | undefined;
    },
    put: (item, condition) =>
      held(client.send(new PutCommand({ TableName, Item: item, ...conditionInput(condition) }))),
    update: (key, update) =>
      held(client.send(new UpdateCommand({ TableName, Key: pick(key), ...updateInput(update) }))),
    async increment(key, field, update) {
      const input = { TableName, Key: pick(key), ...incrementInput(field, update), ReturnValues: 'ALL_NEW' as const };
      try {
        return Number((await calling(client.send(new UpdateCommand(input)))).Attributes?.[field]);
      } catch (error) {
        if (isAwsError(error, 'ConditionalCheckFailedException')) return undefined;
        throw error;
      }
    },
    delete: (key, condition) =>
      held(client.send(new DeleteCommand({ TableName, Key: pick(key), ...conditionInput(condition) }))),
    async transact(writes) {
      try {
        const TransactItems = writes.map((write) => transactItem(TableName, write));
        await calling(client.send(new TransactWriteCommand({ TransactItems })));
        return true;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        if (cancelledFor(error, LOST)) return false;
        const isToComeAgain = cancelledFor(error, [...THROTTLES, ...CONFLICTS]);
        throw isToComeAgain ? new ServiceError('AwsThrottled', {}, { cause: error }) : error;
      }
    },
    async putAll(items) {
      const byKey = new Map(items.map((item) => [`${item.pk}\n${item.sk}`, item]));
      let rest = [...byKey.values()].map((Item) => ({ PutRequest: { Item } }));
      while (rest.length > 0) {
        const RequestItems = { [TableName]: rest.slice(0, BATCH) };
        const { UnprocessedItems } = await calling(client.send(new BatchWriteCommand({ RequestItems })));
        rest = [...((UnprocessedItems?.[TableName] ?? []) as typeof rest), ...rest.slice(BATCH)];
      }
    },
    async query(query) {
      const found: Item[] = [];
      for await (const { Items = [] } of pages(queryInput(query))) {
        found.push(...(Items as Item[]));
        if (query.limit && found.length >= query.limit) break;
      }
      return query.limit ? found.slice(0, query.limit) : found;
    },
    async count(query) {
      let counted = 0;
      for await (const { Count = 0 } of pages({ ...queryInput(query), Select: 'COUNT' })) counted += Count;
      return counted;
    },
  };
}

/**
 * DynamoDB refuses what would write an item that a transaction is just writing. The SDK does not try that again by itself: here it does, as
 * after a throttle. A transaction takes milliseconds.
 */
const againAfterConflict: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => async (args) => {
  try {
    return await next(args);
  } catch (error) {
    const isConflict =
      error instanceof TransactionConflictException ||
      (error instanceof TransactionCanceledException && !cancelledFor(error, LOST) && cancelledFor(error, CONFLICTS));
    if (isConflict) error.$retryable = {};
    throw error;
  }
};

function pick({ pk, sk }: Key): Key {
  return { pk, sk };
}

async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await calling(write);
    return true;
  } catch (error) {
    if (isAwsError(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}

/** Why a transaction was canceled: by a condition, by another transaction that was just writing one of its items, or for being too many. */
const LOST = ['ConditionalCheckFailed'];
const CONFLICTS = ['TransactionConflict'];
const THROTTLES = ['ThrottlingError', 'ProvisionedThroughputExceeded'];

function cancelledFor(error: TransactionCanceledException, codes: readonly string[]): boolean {
  return (error.CancellationReasons ?? []).some(({ Code = '' }) => codes.includes(Code));
}

function conditionInput(condition: Condition | undefined) {
  if (!condition) return {};
  return {
    ConditionExpression: condition.expression,
    ...(condition.values ? { ExpressionAttributeValues: condition.values } : {}),
  };
}

function transactItem(TableName: string, write: TransactWrite): Write {
  return 'put' in write
    ? { Put: { TableName, Item: write.put, ...conditionInput(write.condition) } }
    : { Delete: { TableName, Key: pick(write.delete), ...conditionInput(write.condition) } };
}

function updateInput({
  set,
  ifAbsent = {},
  remove = [],
  condition,
}: Parameters<Table['update']>[1]): Omit<UpdateCommandInput, 'TableName' | 'Key'> {
  const sets = [...Object.keys(set).map((field) => `#${field} = :set_${field}`), ...setsIfAbsent(ifAbsent)];
  const parts = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    remove.length > 0 ? `REMOVE ${remove.map((field) => `#${field}`).join(', ')}` : '',
  ];
  return {
    UpdateExpression: parts.filter(Boolean).join(' '),
    ExpressionAttributeNames: namesOf([...Object.keys(set), ...Object.keys(ifAbsent), ...remove]),
    ExpressionAttributeValues: { ...valuesOf('set', set), ...valuesOf('new', ifAbsent), ...condition?.values },
    ...(condition ? { ConditionExpression: condition.expression } : {}),
  };
}

function incrementInput(field: string, { by = 1, ifAbsent, condition }: Parameters<Table['increment']>[2]) {
  const sets = setsIfAbsent(ifAbsent);
  return {
    UpdateExpression: `ADD #${field} :by${sets.length > 0 ? ` SET ${sets.join(', ')}` : ''}`,
    ExpressionAttributeNames: namesOf([field, ...Object.keys(ifAbsent)]),
    ExpressionAttributeValues: { ':by': by, ...valuesOf('new', ifAbsent), ...condition?.values },
    ...(condition ? { ConditionExpression: condition.expression } : {}),
  };
}

function setsIfAbsent(fields: Fields): string[] {
  return Object.keys(fields).map((name) => `#${name} = if_not_exists(#${name}, :new_${name})`);
}

/** Every name is a placeholder: DynamoDB reserves hundreds of words. */
function namesOf(fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [`#${field}`, field]));
}

function valuesOf(kind: 'set' | 'new', fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${kind}_${name}`, value]));
}

function queryInput({ index, partition, beginsWith, upTo, from, limit, newestFirst }: Query) {
  const keys = index ? TABLE.indexes[index] : { partitionKey: TABLE.partitionKey, sortKey: TABLE.sortKey };
  const bound = beginsWith ?? upTo ?? from;
  const comparison = upTo === undefined ? '#s >= :s' : '#s <= :s';
  const range = bound === undefined ? '' : ` AND ${beginsWith === undefined ? comparison : 'begins_with(#s, :s)'}`;
  return {
    ...(index ? { IndexName: index } : { ConsistentRead: true }),
    KeyConditionExpression: `#p = :p${range}`,
    ExpressionAttributeNames: { '#p': keys.partitionKey, ...(range ? { '#s': keys.sortKey } : {}) },
    ExpressionAttributeValues: { ':p': partition, ...(range ? { ':s': bound } : {}) },
    ScanIndexForward: !newestFirst,
    ...(limit ? { Limit: limit } : {}),
  };
}
