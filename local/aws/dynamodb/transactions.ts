/**
 * TransactWriteItems and TransactGetItems, which dynalite lacks. A transaction is tried on dynalite's own item operations
 * with their writes held back; if none refuses, all is written in one batch, the client's token with it. The caller runs
 * one transaction or write at a time.
 */
import { createHash } from 'node:crypto';
import type { Write } from 'dynalite/db/index.js';
import type { World } from '../../world.ts';
import { awsError } from '../service.ts';
import type { Engine, Item, Parsed } from './engine.ts';
import { isEmptyKey, refuseEmptyIndexKeys, refuseTooLarge } from './item-rules.ts';

export interface Transactions {
  write(input: Item): Promise<Item>;
  get(input: Item): Promise<Item>;
}

/** Each kind of transact item is one of dynalite's operations; a check is a delete whose write is forgotten. */
const WRITES: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
};
const READS: Record<string, string> = { Get: 'GetItem' };

/** DynamoDB API reference, TransactWriteItems and TransactGetItems. */
const MAX_ITEMS = 100;

export function createTransactions(world: World, engine: Engine): Transactions {
  const tokens = createTokens(world, engine);
  return {
    async write(input) {
      const token = tokens.see(input);
      if (token.seen) return {};
      const steps = await parseSteps(engine, input, WRITES);
      const attempts = await inOrder(steps, (step) => attempt(engine, step));
      const writes = attempts.flatMap((each) => each.writes);
      refuseTooLarge(writes);
      refuseIfCancelled(attempts.map(({ reason }) => reason));
      await engine.write([...writes, ...token.writes]);
      token.remember();
      return {};
    },
    async get(input) {
      const steps = await parseSteps(engine, input, READS);
      return { Responses: await inOrder(steps, ({ parsed }) => engine.act(parsed)) };
    },
  };
}

interface Step {
  kind: string;
  request: Item & { TableName: string };
  parsed: Parsed;
}

/** Checks of form: any that fails refuses the whole request. */
async function parseSteps(engine: Engine, input: Item, kinds: Record<string, string>): Promise<Step[]> {
  const items = (input.TransactItems ?? []) as Record<string, Item & { TableName: string }>[];
  if (items.length < 1) throw lengthError('greater than or equal to 1');
  if (items.length > MAX_ITEMS) throw lengthError(`less than or equal to ${MAX_ITEMS}`);
  const steps = items.map((item) => parseStep(engine, item, kinds));
  const keys = await inOrder(steps, (step) => keyOf(engine, step));
  if (new Set(keys).size < keys.length) {
    throw awsError('ValidationException', 'Transaction request cannot include multiple operations on one item');
  }
  return steps;
}

function parseStep(
  engine: Engine,
  item: Record<string, Item & { TableName: string }>,
  kinds: Record<string, string>,
): Step {
  const [[kind, request] = ['', undefined], ...others] = Object.entries(item);
  const operation = kinds[kind];
  if (!operation || !request || others.length > 0) {
    throw awsError('ValidationException', `TransactItems can only contain one of ${Object.keys(kinds).join(', ')}`);
  }
  return { kind, request, parsed: engine.parse(operation, request) };
}

/** Table and key attributes of what a step is about. */
async function keyOf(engine: Engine, { request, parsed }: Step): Promise<string> {
  const table = await engine.table(request.TableName);
  const attributes = attributesOf(parsed);
  return JSON.stringify([table.TableName, table.KeySchema.map(({ AttributeName }) => attributes[AttributeName])]);
}

function attributesOf({ data }: Parsed): Item {
  return (data.Item ?? data.Key) as Item;
}

function lengthError(constraint: string): Error {
  const text = `Value at 'TransactItems' failed to satisfy constraint: Member must have length ${constraint}`;
  return awsError('ValidationException', `1 validation error detected: ${text}`);
}

interface Reason {
  Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  Message?: string;
  Item?: Item;
}

/** Does one step with its writes held back; what DynamoDB would refuse is its reason to cancel. */
async function attempt(engine: Engine, step: Step): Promise<{ reason: Reason; writes: Write[] }> {
  try {
    const { writes } = await engine.collect(() => engine.act(step.parsed));
    await refuseEmptyIndexKeys(engine, step.parsed.operation, writes);
    return { reason: { Code: 'None' }, writes: step.kind === 'ConditionCheck' ? [] : writes };
  } catch (error) {
    return { reason: await reasonOf(error as Error, engine, step), writes: [] };
  }
}

/** Throws what is no reason: a bug, or what refuses the whole request. */
async function reasonOf(error: Error, engine: Engine, { request, parsed }: Step): Promise<Reason> {
  const { name, message: Message } = error;
  if (name === 'ValidationException' && !isEmptyKey(error)) return { Code: 'ValidationError', Message };
  if (name !== 'ConditionalCheckFailedException') throw error;
  return { Code: 'ConditionalCheckFailed', Message, ...(await oldItem(engine, request, parsed)) };
}

/** The item as it was, for who asked for it with ReturnValuesOnConditionCheckFailure. */
export async function oldItem(engine: Engine, request: Item, parsed: Parsed): Promise<{ Item?: Item }> {
  if (request.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return {};
  const stored = await engine.stored(await engine.table(String(request.TableName)), attributesOf(parsed));
  return stored ? { Item: stored } : {};
}

function refuseIfCancelled(reasons: Reason[]): void {
  if (reasons.every(({ Code }) => Code === 'None')) return;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  throw awsError('TransactionCanceledException', message, { Message: message, CancellationReasons: reasons });
}

/** How long a client token keeps a request from being done again (DynamoDB API reference, ClientRequestToken). */
const TOKEN_MS = 10 * 60 * 1000;
const TOKEN_PREFIX = 'transaction-token~';

interface Token {
  request: string;
  at: number;
}

/** Tokens live beside the tables, so that a token and the writes it stands for last together. */
function createTokens(world: World, engine: Engine) {
  const stored = engine.entries(TOKEN_PREFIX) as [string, Token][];
  const tokens = new Map(stored.sort(([, one], [, other]) => one.at - other.at));

  return {
    see({ ClientRequestToken: token, ...request }: Item): { seen: boolean; writes: Write[]; remember(): void } {
      const now = world.clock.now().getTime();
      const expired: string[] = [];
      for (const [key, { at }] of tokens) {
        if (at + TOKEN_MS >= now) break; // they stand in order of time
        expired.push(key);
        tokens.delete(key);
      }
      const forget = expired.map((key): Write => ({ type: 'del', key }));
      if (token === undefined) return { seen: false, writes: forget, remember: () => undefined };
      const key = `${TOKEN_PREFIX}${token}`;
      const value = { request: createHash('sha256').update(JSON.stringify(request)).digest('hex'), at: now };
      const before = tokens.get(key);
      if (before && before.request !== value.request) {
        throw awsError('IdempotentParameterMismatchException', 'The token was used with another request');
      }
      const writes: Write[] = [...forget, { type: 'put', key, value }];
      const remember = () => {
        tokens.delete(key); // behind all others from now on
        tokens.set(key, value);
      };
      return { seen: before !== undefined, writes, remember };
    },
  };
}

async function inOrder<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
