/**
 * The simulated DynamoDB: dynalite, and what it lacks. Writes go one at a time, each as one batch on disk; reads go past
 * them and see each item whole.
 */
import type { World } from '../../world.ts';
import { type Engine, type Item, openEngine } from './engine.ts';
import { ITEMS, refuseEmptyIndexKeys } from './item-rules.ts';
import { createRecovery } from './recovery.ts';
import { createTableSettings } from './settings.ts';
import { createTransactions, oldItem } from './transactions.ts';

export interface DynamoDb {
  supports(operation: string): boolean;
  /** Takes and gives what stands on DynamoDB's JSON wire; throws its errors by name. */
  call(operation: string, input: Item): Promise<Item>;
  /** Calls back after each write that was taken, with what was asked for. */
  onWritten(listener: (input: Item) => void): void;
  /** All of a table, as they stand on the wire. An item that nobody writes to stays the same object. */
  items(table: string): Item[];
  close(): Promise<void>;
}

/** Beside `path` in LevelDB's files, or in memory without one. */
export async function createDynamoDb(world: World, { path }: { path?: string } = {}): Promise<DynamoDb> {
  const plainEngine = await openEngine(path);
  const recovery = createRecovery(world, plainEngine);
  const engine: Engine = {
    ...plainEngine,
    async write(writes) {
      await plainEngine.write(writes);
      recovery.note(writes);
    },
  };
  const inTurn = createQueue();
  const transactions = createTransactions(world, engine);
  const settings = createTableSettings(world, engine, recovery);

  const listeners: ((input: Item) => void)[] = [];

  async function written(input: Item, work: () => Promise<Item>): Promise<Item> {
    const answer = await inTurn(work);
    for (const listener of listeners) listener(input);
    return answer;
  }

  const ours: Record<string, (input: Item) => Promise<Item>> = {
    PutItem: (input) => written(input, () => write(engine, 'PutItem', input)),
    UpdateItem: (input) => written(input, () => write(engine, 'UpdateItem', input)),
    DeleteItem: (input) => written(input, () => write(engine, 'DeleteItem', input)),
    BatchWriteItem: (input) => written(input, () => write(engine, 'BatchWriteItem', input)),
    TransactWriteItems: (input) => written(input, () => transactions.write(input)),
    TransactGetItems: (input) => inTurn(() => transactions.get(input)),
    ...settings,
    RestoreTableToPointInTime: (input) => inTurn(() => settings.RestoreTableToPointInTime(input)),
  };

  return {
    supports: (operation) => Object.hasOwn(ours, operation) || engine.supports(operation),
    call: (operation, input) => (ours[operation] ? ours[operation](input) : plain(engine, operation, input)),
    onWritten: (listener) => void listeners.push(listener),
    items: (table) => engine.entries(`${ITEMS}${table}~`).map(([, item]) => item as Item),
    close: () => inTurn(() => engine.close()),
  };
}

async function plain(engine: Engine, operation: string, input: Item): Promise<Item> {
  return engine.act(engine.parse(operation, input));
}

async function write(engine: Engine, operation: string, input: Item): Promise<Item> {
  const parsed = engine.parse(operation, input);
  try {
    const { result, writes } = await engine.collect(() => engine.act(parsed));
    await refuseEmptyIndexKeys(engine, operation, writes);
    await engine.write(writes);
    return result;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    throw Object.assign(error, await oldItem(engine, input, parsed));
  }
}

function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined); // its caller hears of it; the next one does not
    return result;
  };
}
