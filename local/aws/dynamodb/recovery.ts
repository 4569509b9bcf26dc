/**
 * Point-in-time recovery: of a table that has it, what every write changes is kept with its time, and RestoreTableToPointInTime makes a
 * new table as the old one was. Source: developer guide, "Point-in-time backups"; API reference, RestoreTableToPointInTime.
 */
import type { Write } from 'dynalite/db/index.js';
import type { World } from '../../world.ts';
import { awsError } from '../service.ts';
import type { Engine, Item } from './engine.ts';
import { ITEMS } from './item-rules.ts';

/** One item as a write left it; undefined: deleted. */
interface Change {
  at: number;
  table: string;
  key: string;
  item?: unknown;
}

export interface Recovery {
  /** From now on. */
  enable(table: string): void;
  disable(table: string): void;
  /** What was just written. */
  note(writes: readonly Write[]): void;
  /** Makes `target` as `source` was then, in milliseconds. */
  restore(source: string, target: string, time: number): Promise<Item>;
}

export function createRecovery(world: World, engine: Engine): Recovery {
  const journal = world.store.collection<Change>('dynamodb.journal');
  const enabled = world.store.collection<true>('dynamodb.recoverable');
  const nowMs = () => world.clock.now().getTime();

  function keep(table: string, key: string, item: unknown): void {
    journal.put(String(journal.size), { at: nowMs(), table, key, ...(item !== undefined && { item }) });
  }

  return {
    enable(table) {
      if (enabled.get(table)) return;
      enabled.put(table, true);
      const present = engine.entries(`${ITEMS}${table}~`);
      const there = new Set(present.map(([key]) => key));
      const gone = [...journal.values()].filter((change) => change.table === table && !there.has(change.key));
      for (const { key } of gone) keep(table, key, undefined); // deleted while nothing was kept
      for (const [key, item] of present) keep(table, key, item);
    },
    disable: (table) => enabled.delete(table),
    note(writes) {
      for (const [table] of enabled.entries()) {
        const own = writes.filter(({ key }) => key.startsWith(`${ITEMS}${table}~`));
        for (const { type, key, value } of own) keep(table, key, type === 'put' ? value : undefined);
      }
    },
    async restore(source, target, time) {
      const { KeySchema, ...table } = (await engine.table(source)) as unknown as Item;
      const { AttributeDefinitions, GlobalSecondaryIndexes = [] } = table;
      const indexes = (GlobalSecondaryIndexes as Item[]).map((index) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
      }));
      const shape = { AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST' };
      const create = {
        TableName: target,
        ...shape,
        ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
      };
      const made = await engine.act(engine.parse('CreateTable', create));
      const items = new Map<string, unknown>();
      for (const change of journal.values())
        if (change.table === source && change.at <= time) items.set(change.key, change.item);
      for (const Item of items.values())
        if (Item !== undefined) await engine.act(engine.parse('PutItem', { TableName: target, Item } as object));
      return made;
    },
  };
}

/** Of RestoreTableToPointInTime: source, target, and the time in milliseconds. `span` is what can be restored, in seconds. */
export function readRestore(input: Item, span: { earliest: number; latest: number } | undefined) {
  const { SourceTableName, TargetTableName, RestoreDateTime, UseLatestRestorableTime } = input;
  const source = String(SourceTableName);
  if (!span)
    throw awsError('PointInTimeRecoveryUnavailableException', `Point in time recovery is not enabled for ${source}`);
  const seconds = UseLatestRestorableTime === true ? span.latest : Number(RestoreDateTime);
  if (!(seconds >= span.earliest && seconds <= span.latest))
    throw awsError(
      'InvalidRestoreTimeException',
      'The RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime',
    );
  return { source, target: String(TargetTableName), time: seconds * 1000 };
}
