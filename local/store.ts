/**
 * What the simulated world remembers: named collections of JSON documents, in memory for reading, in one SQLite file for
 * surviving a kill. Documents are values: to change one, put a new one. Either all puts of a transaction last, or none.
 */
import { DatabaseSync } from 'node:sqlite';

export interface Collection<T> {
  get(id: string): T | undefined;
  put(id: string, document: T): void;
  delete(id: string): void;
  /** In order of first insertion. */
  entries(): IteratorObject<[string, T]>;
  values(): IteratorObject<T>;
  readonly size: number;
}

export interface Store {
  /** The collection of that name, made on first use. One name has one document type. */
  collection<T>(name: string): Collection<T>;
  /** Runs `work` (synchronous); if it throws, memory and file are as before. */
  transaction<T>(work: () => T): T;
  /** Calls back with the collection's name after each put and delete; a transaction may still take it back. */
  onWritten(listener: (collection: string) => void): void;
  close(): void;
}

/** Opens the file, or keeps everything in memory when none is named. A file that is no store throws what it is and what to do. */
export function openStore(file = ':memory:'): Store {
  const { database, collections } = openDatabase(file);
  const upsert = database.prepare(
    'insert into document (collection, id, json) values (?, ?, ?) on conflict do update set json = excluded.json',
  );
  const remove = database.prepare('delete from document where collection = ? and id = ?');
  const select = database.prepare('select id, json from document where collection = ? order by rowid');
  /** Collections written to in the transaction under way. */
  let touched: Set<string> | undefined;
  const listeners: ((collection: string) => void)[] = [];

  function write(documents: Map<string, unknown>, name: string, id: string, document: unknown): void {
    touched?.add(name);
    if (document === undefined) {
      documents.delete(id);
      remove.run(name, id);
    } else {
      documents.set(id, document);
      upsert.run(name, id, JSON.stringify(document));
    }
    for (const listener of listeners) listener(name);
  }

  /** The file knows how it was. */
  function reload(name: string): void {
    const documents = collections.get(name);
    documents?.clear();
    for (const { id, json } of select.iterate(name)) documents?.set(String(id), JSON.parse(String(json)));
  }

  return {
    collection<T>(name: string): Collection<T> {
      const documents = (collections.get(name) ?? new Map()) as Map<string, T>;
      collections.set(name, documents);
      return {
        get: (id) => documents.get(id),
        put: (id, document) => write(documents, name, id, document),
        delete: (id) => write(documents, name, id, undefined),
        entries: () => documents.entries(),
        values: () => documents.values(),
        get size() {
          return documents.size;
        },
      };
    },
    transaction<T>(work: () => T): T {
      if (touched) return work(); // already inside one
      touched = new Set();
      database.exec('begin');
      try {
        const result = work();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        for (const name of touched) reload(name);
        throw error;
      } finally {
        touched = undefined;
      }
    },
    onWritten: (listener) => void listeners.push(listener),
    close: () => database.close(),
  };
}

/** State that cannot be gone on with; the message is for a person and names the remedy. */
export function unusable(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: 'StateUnusable' });
}

function inUse(file: string, cause: unknown): Error {
  return unusable(`${file} is in use: another one is running. Stop it, or name another folder with --folder.`, cause);
}

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html). */
function isBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === 5;
}

/** Throws `StateUnusable` when another process has the file open; a file that is no store is nobody's. */
export function refuseIfInUse(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('begin immediate; rollback');
  } catch (cause) {
    if (isBusy(cause)) throw inUse(file, cause);
  } finally {
    database.close();
  }
}

type Collections = Map<string, Map<string, unknown>>;

function openDatabase(file: string): { database: DatabaseSync; collections: Collections } {
  try {
    const database = new DatabaseSync(file);
    // EXCLUSIVE: one process at a time. WAL + NORMAL: a killed one loses nothing; only a power cut could lose the last writes.
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal');
    database.exec(
      'create table if not exists document (collection text, id text, json text not null, primary key (collection, id))',
    );
    return { database, collections: readAll(database) };
  } catch (cause) {
    if (isBusy(cause)) throw inUse(file, cause);
    throw unusable(
      `${file} is not a state file of this program, or is damaged: move it away, or start over with --fresh.`,
      cause,
    );
  }
}

function readAll(database: DatabaseSync): Collections {
  const collections: Collections = new Map();
  for (const row of database.prepare('select collection, id, json from document order by rowid').iterate()) {
    const name = String(row.collection);
    const documents = collections.get(name) ?? new Map<string, unknown>();
    collections.set(name, documents.set(String(row.id), JSON.parse(String(row.json))));
  }
  return collections;
}
