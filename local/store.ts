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
  entries(): IterableIterator<[string, T]>;
  values(): IterableIterator<T>;
  readonly size: number;
}

export interface Store {
  /** The collection of that name, made on first use. One name has one document type. */
  collection<T>(name: string): Collection<T>;
  /** Runs `work` (synchronous); if it throws, memory and file are as before. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Opens the file, or keeps everything in memory when none is named. A file that is no store throws what it is and what to do. */
export function openStore(file = ':memory:'): Store {
  const database = openDatabase(file);
  const upsert = database.prepare(
    'insert into document (collection, id, json) values (?, ?, ?) on conflict do update set json = excluded.json',
  );
  const remove = database.prepare('delete from document where collection = ? and id = ?');
  const collections = new Map<string, Map<string, unknown>>();
  for (const row of database.prepare('select collection, id, json from document order by rowid').iterate()) {
    const name = String(row.collection);
    const documents = collections.get(name) ?? new Map<string, unknown>();
    collections.set(name, documents.set(String(row.id), JSON.parse(String(row.json))));
  }
  let undo: (() => void)[] | undefined;

  function write(documents: Map<string, unknown>, name: string, id: string, document: unknown): void {
    const before = documents.get(id);
    undo?.push(() => (before === undefined ? documents.delete(id) : documents.set(id, before)));
    if (document === undefined) {
      documents.delete(id);
      remove.run(name, id);
    } else {
      documents.set(id, document);
      upsert.run(name, id, JSON.stringify(document));
    }
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
      if (undo) return work(); // already inside one
      undo = [];
      database.exec('begin');
      try {
        const result = work();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        for (const back of undo.reverse()) back();
        throw error;
      } finally {
        undo = undefined;
      }
    },
    close: () => database.close(),
  };
}

function openDatabase(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    // WAL + NORMAL: a killed process loses nothing; only a power cut could lose the last writes.
    database.exec('pragma journal_mode = wal; pragma synchronous = normal');
    database.exec(
      'create table if not exists document (collection text, id text, json text not null, primary key (collection, id))',
    );
    return database;
  } catch (cause) {
    throw new Error(`${file} is not a state file of this program. Move it away, or start over with --fresh.`, {
      cause,
    });
  }
}
