/**
 * dynalite in this process, without its HTTP server. The rule kept here: whatever a request writes, items and index
 * entries, in one table or in many, reaches the disk as one LevelDB batch. A kill leaves all of it or none.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import dynalite, { type Store, type Table, type Write } from 'dynalite/db/index.js';
import validations from 'dynalite/validations/index.js';
import { unusable } from '../../store.ts';
import { OUR_ACCOUNT, REGION } from '../../world.ts';
import { awsError } from '../service.ts';
import { keepOurEntries, renewEntries } from './index-entries.ts';
import { keepInMemory, type Memory } from './memory.ts';

export type Item = Record<string, unknown>;

/** A request that passed dynalite's checks of form. */
export interface Parsed {
  operation: string;
  data: Record<string, unknown>;
}

export interface Engine {
  supports(operation: string): boolean;
  /** Throws ValidationException or SerializationException. */
  parse(operation: string, input: object): Parsed;
  /** Throws DynamoDB's errors by name. */
  act(parsed: Parsed): Promise<Item>;
  /** Does `work` and writes nothing of what it would: that is handed back, to be written or forgotten. */
  collect<T>(work: () => Promise<T>): Promise<{ result: T; writes: Write[] }>;
  write(writes: Write[]): Promise<void>;
  table(name: string): Promise<Table>;
  /** The stored item with this key; `attributes` may hold more than the key. */
  stored(table: Table, attributes: object): Promise<Item | undefined>;
  entries: Memory['entries'];
  partitions: Memory['partitions'];
  close(): Promise<void>;
}

const OPERATIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
];

function refuse(path: string | undefined, cause: unknown): never {
  const { code } = (cause as { cause?: { code?: string } }).cause ?? {};
  throw unusable(
    code === 'LEVEL_LOCKED'
      ? `${path} is in use: another one is running on the same folder. Stop it, or name another folder with --folder.`
      : `${path} is not a table of this program, or is damaged: put it back, or start over with --fresh.`,
    cause,
  );
}

/** dynalite answers these first and finishes them a moment later; SDK waiters would then sleep for 20 s: wait here instead. */
const TABLE_CHANGES = ['CreateTable', 'UpdateTable', 'DeleteTable'];

interface Operation {
  types: object;
  custom: unknown;
  action(store: Store, data: object, done: (error: Error | null, output?: Item) => void): void;
}

keepOurEntries();

/** In memory without a path. Throws when another process holds the path. */
export async function openEngine(path?: string): Promise<Engine> {
  const store = dynalite.create({ ...(path && { path }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await store.db.open().catch((cause: unknown) => refuse(path, cause));
  store.tableDb.awsAccountId = OUR_ACCOUNT;
  store.tableDb.awsRegion = REGION;
  const operations = new Map(await Promise.all(OPERATIONS.map(load)));
  const memory = await keepInMemory(store.db, path !== undefined);
  for (const [, table] of memory.entries('table~')) await renewEntries(table as Table, memory);
  const collected = holdBackWrites(store);

  const engine: Engine = {
    supports: (operation) => operations.has(operation),
    parse(operation, input) {
      const { types, custom } = operations.get(operation) ?? missing(operation);
      try {
        const data = validations.checkTypes({ ...input }, types); // which takes away what it does not know
        validations.checkValidations(data, types, custom, store);
        return { operation, data };
      } catch (error) {
        throw asAwsError(error);
      }
    },
    async act({ operation, data }) {
      const { action } = operations.get(operation) ?? missing(operation);
      const answer = asDescribed(await promised<Item>((done) => action(store, data, done)));
      if (!TABLE_CHANGES.includes(operation)) return answer;
      const asAnswered = structuredClone(answer);
      await settled(store, String(data.TableName));
      return asAnswered;
    },
    async collect(work) {
      const writes: Write[] = [];
      return { result: await collected.run(writes, work), writes };
    },
    write: memory.write,
    table: (name) => promised((done) => store.getTable(name, true, done)),
    stored: (table, attributes) =>
      promised<Item | undefined>((done) =>
        store.getItemDb(table.TableName).get(dynalite.createKey(attributes, table), done),
      ),
    entries: memory.entries,
    partitions: memory.partitions,
    close: () => store.db.close(),
  };
  await finishTableChanges(store, engine);
  return engine;
}

/** dynalite makes ids of tables four digits too short, and tells a member that DynamoDB's API does not have. */
function asDescribed(answer: Item): Item {
  const [[name, table] = ['', undefined]] = Object.entries(answer).filter(([key]) => /^Table(Description)?$/.test(key));
  if (!table) return answer;
  const { TableThroughputModeSummary: _, TableId = '', ...described } = table as Item;
  return { ...answer, [name]: { ...described, TableId: String(TableId).padEnd(UUID_LENGTH, '0') } };
}

const UUID_LENGTH = 36;

async function load(name: string): Promise<[string, Operation]> {
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
  const [{ default: action }, { default: validation }] = await Promise.all([
    import(`dynalite/actions/${file}`),
    import(`dynalite/validations/${file}`),
  ]);
  return [name, { action, types: validation.types, custom: validation.custom }];
}

function missing(operation: string): never {
  throw new Error(`dynalite has no ${operation}`);
}

/** Inside `collected.run`, dynalite's writes go to that list instead; all else goes through. */
function holdBackWrites(store: Store): AsyncLocalStorage<Write[]> {
  const collected = new AsyncLocalStorage<Write[]>();
  const { db } = store;
  const { put, del } = db;
  db.put = (key, value, done) => {
    if (!collected.getStore()?.push({ type: 'put', key, value })) return put(key, value, done);
    done(null);
  };
  db.del = (key, done) => {
    if (!collected.getStore()?.push({ type: 'del', key })) return del(key, done);
    done(null);
  };
  return collected;
}

/** A table is made, changed and deleted in more than one write: what a kill left half done is finished at start. */
async function finishTableChanges(store: Store, engine: Engine): Promise<void> {
  for (const [, entry] of engine.entries('table~')) {
    const table = entry as Table;
    if (table.TableStatus === 'DELETING') await engine.act(engine.parse('DeleteTable', { TableName: table.TableName }));
    else if (table.TableStatus !== 'ACTIVE') {
      for (const index of table.GlobalSecondaryIndexes ?? []) index.IndexStatus = 'ACTIVE';
      await promised((done) => store.tableDb.put(table.TableName, { ...table, TableStatus: 'ACTIVE' }, done));
    }
  }
}

async function settled(store: Store, name: string): Promise<void> {
  for (;;) {
    const table = await promised<Table | undefined>((done) => store.tableDb.get(name, done));
    const statuses = table
      ? [table.TableStatus, ...(table.GlobalSecondaryIndexes ?? []).map((index) => index.IndexStatus)]
      : [];
    if (statuses.every((status) => status === 'ACTIVE')) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function promised<T>(work: (done: (error: Error | null, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    work((error, value) => (error ? reject(asAwsError(error)) : resolve(value as T)));
  });
}

/** dynalite's errors carry the response body; anything else is a bug and passes as it is. */
function asAwsError(error: unknown): unknown {
  const { body } = error as { body?: { __type: string; message?: string; Message?: string } };
  if (!body) return error;
  return awsError(body.__type.replace(/^.*#/, ''), body.message ?? body.Message ?? '');
}
