/**
 * dynalite's database in memory, as local/store.ts keeps the other simulators': reading decodes nothing and waits for nothing, what is
 * written is on disk first. The rule kept here: a value that stands is never changed, a write puts another one in its place.
 */
import { Stream } from 'node:stream';
import type { Database, Done, Write } from 'dynalite/db/index.js';
import { createSortedKeys, type Range } from '../../sorted-keys.ts';

export interface Memory {
  /** All of them, or none. */
  write(writes: readonly Write[]): Promise<void>;
  /** In order of the keys that begin so. */
  entries(prefix: string): [key: string, value: unknown][];
  /** The keys that begin so in groups that have two more segments in common, as dynalite's keys of one partition have. */
  partitions(prefix: string): Partition[];
}

export interface Partition {
  first: unknown;
  all(): unknown[];
}

/** From now on dynalite reads and writes here; `isOnDisk` says whether its database is to follow. */
export async function keepInMemory(db: Database, isOnDisk: boolean): Promise<Memory> {
  const values = new Map<string, unknown>();
  const keys = createSortedKeys();
  const onDisk = db.batch.bind(db);

  function keep({ type, key, value }: Write): void {
    const isThere = values.has(key);
    if (type === 'del') {
      values.delete(key);
      if (isThere) keys.delete(key);
    } else {
      values.set(key, value);
      if (!isThere) keys.add(key);
    }
  }

  async function write(writes: readonly Write[]): Promise<void> {
    if (isOnDisk) await onDisk([...writes]);
    for (const each of writes) keep(each);
  }

  function written(writes: readonly Write[], done: Done): void {
    write(writes).then(
      () => done(null),
      (error: Error) => done(error),
    );
  }

  /** What dynalite's streams are read as: it attaches to it at once, and says `pipe` when it has enough. */
  function stream(range: Range, read: (key: string) => unknown): Stream {
    const found = new Stream();
    let isEnough = false;
    found.once('pipe', () => {
      isEnough = true;
    });
    queueMicrotask(() => {
      for (const key of keys.within(range)) {
        if (isEnough) return;
        found.emit('data', read(key));
      }
      found.emit('end');
    });
    return found;
  }

  if (isOnDisk) for await (const [key, value] of db.iterator({})) keep({ type: 'put', key, value });
  Object.assign(db, {
    get: (key: string, done: Done) => done(null, values.get(key)),
    put: (key: string, value: unknown, done: Done) => written([{ type: 'put', key, value }], done),
    del: (key: string, done: Done) => written([{ type: 'del', key }], done),
    batch: (writes: Write[], done: Done) => written(writes, done),
    createKeyStream: (range: Range = {}) => stream(range, (key) => key),
    createValueStream: (range: Range) => stream(range, (key) => values.get(key)),
  });

  function entries(prefix: string): [string, unknown][] {
    return [...keys.within({ gte: prefix, lt: `${prefix}\xff` })].map((key) => [key, values.get(key)]);
  }

  return {
    write,
    entries,
    partitions(prefix) {
      const found: Partition[] = [];
      for (let from = prefix; ; ) {
        const [first] = keys.within({ gte: from, lt: `${prefix}\xff`, limit: 1 });
        if (first === undefined) return found;
        const own = first.slice(0, first.indexOf('/', first.indexOf('/', prefix.length) + 1) + 1);
        found.push({ first: values.get(first), all: () => entries(own).map(([, value]) => value) });
        from = `${own}\xff`;
      }
    },
  };
}
