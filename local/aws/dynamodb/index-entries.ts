/**
 * The entries of indexes, in place of dynalite's own. Its keys of them end with six hex digits of a hash of the item's key: of two items
 * with the same index keys, one pair in 16.7 million has one entry between them. Ours end with the whole key.
 */
import dynalite, { type Database, type Index, type Table, type Write } from 'dynalite/db/index.js';
import type { Item } from './engine.ts';
import { ITEMS } from './item-rules.ts';
import type { Memory } from './memory.ts';

const entryKey = (item: Item, table: Table, keys: Index['KeySchema']) =>
  dynalite.createKey(item, table, keys) + dynalite.createKey(item, table);

/** Whatever writes an item, and whatever goes on behind one in an index, asks dynalite's module for these two. */
export function keepOurEntries(): void {
  dynalite.createIndexKey = entryKey;
  dynalite.updateIndexes = ({ db }, table, before, after, done) => {
    const writes = changesOf(table, before ?? undefined, after ?? undefined);
    Promise.all(writes.map((write) => written(db, write))).then(() => done(null), done);
  };
}

/** Indexes with entries under dynalite's keys, in a folder of an earlier version, get all of theirs anew. */
export async function renewEntries(table: Table, { entries, write }: Memory): Promise<void> {
  for (const [prefix, index] of indexesOf(table)) {
    const present = entries(prefix);
    if (present.every(([key, item]) => key === prefix + entryKey(item as Item, table, index.KeySchema))) continue;
    const items = entries(`${ITEMS}${table.TableName}~`).map(([, item]) => item as Item);
    const renewed = items.flatMap((item) => entryOf(item, table, index, prefix) ?? []);
    await write([...present.map(([key]): Write => ({ type: 'del', key })), ...renewed]);
  }
}

/** Each with what the keys of its entries begin with. */
function indexesOf({ TableName, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: Table): [string, Index][] {
  const all = { global: GlobalSecondaryIndexes, local: LocalSecondaryIndexes };
  return Object.entries(all).flatMap(([scope, indexes]) =>
    indexes.map((index): [string, Index] => [`index-${scope}~${TableName}~${index.IndexName}~`, index]),
  );
}

function changesOf(table: Table, before: Item | undefined, after: Item | undefined): Write[] {
  return indexesOf(table).flatMap(([prefix, index]): Write[] => {
    const old = before && entryOf(before, table, index, prefix);
    const entry = after && entryOf(after, table, index, prefix);
    const isGone = old && old.key !== entry?.key;
    return [...(isGone ? [{ type: 'del', key: old.key } as const] : []), ...(entry ? [entry] : [])];
  });
}

/** None of an item that lacks a key of the index. */
function entryOf(item: Item, table: Table, { KeySchema, Projection }: Index, prefix: string): Write | undefined {
  if (KeySchema.some(({ AttributeName }) => item[AttributeName] === undefined)) return;
  const key = prefix + entryKey(item, table, KeySchema);
  if (Projection.ProjectionType === 'ALL') return { type: 'put', key, value: item };
  const keys = [...KeySchema, ...table.KeySchema].map(({ AttributeName }) => AttributeName);
  const projected = [...keys, ...(Projection.NonKeyAttributes ?? [])].filter((name) => item[name] !== undefined);
  return { type: 'put', key, value: Object.fromEntries(projected.map((name) => [name, item[name]])) };
}

/** Begins at once, while the request that it is of is the one under way. */
function written(db: Database, { type, key, value }: Write): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    if (type === 'put') db.put(key, value, done);
    else db.del(key, done);
  });
}
