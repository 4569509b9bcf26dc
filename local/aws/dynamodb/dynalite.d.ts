/** What is used of dynalite 4.0.0, which ships no types. It has no exports map; the version is pinned for these paths. */

declare module 'dynalite/db/index.js' {
  interface Table {
    TableName: string;
    TableStatus: 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE';
    KeySchema: { AttributeName: string }[];
    GlobalSecondaryIndexes?: (Index & { IndexStatus: string })[];
    LocalSecondaryIndexes?: Index[];
  }
  interface Index {
    IndexName: string;
    KeySchema: { AttributeName: string }[];
    Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
  }
  type Done<T = unknown> = (error: Error | null, value?: T) => void;
  interface Write {
    type: 'put' | 'del';
    key: string;
    value?: unknown;
  }
  interface Database {
    open(): Promise<void>;
    close(): Promise<void>;
    put(key: string, value: unknown, done: Done): void;
    del(key: string, done: Done): void;
    batch(writes: Write[]): Promise<void>;
    iterator(range: object): AsyncIterable<[key: string, value: unknown]>;
  }
  interface Store {
    db: Database;
    tableDb: {
      awsAccountId: string;
      awsRegion: string;
      get(name: string, done: Done<Table | undefined>): void;
      put(name: string, table: Table, done: Done): void;
    };
    getTable(name: string, checkStatus: boolean, done: Done<Table>): void;
    getItemDb(table: string): { get(key: string, done: Done<Record<string, unknown>>): void };
  }
  const dynalite: {
    create(options: { path?: string; createTableMs: 0; deleteTableMs: 0; updateTableMs: 0 }): Store;
    /** Of the table, or of the index with that key schema. */
    createKey(attributes: object, table: Table, keySchema?: Index['KeySchema']): string;
    createIndexKey(attributes: Record<string, unknown>, table: Table, keySchema: Index['KeySchema']): string;
    updateIndexes(
      store: Store,
      table: Table,
      before: Record<string, unknown> | null | undefined,
      after: Record<string, unknown> | null | undefined,
      done: Done,
    ): void;
    /** In bytes, as DynamoDB counts them. */
    itemSize(item: object): number;
  };
  export default dynalite;
  export type { Database, Done, Index, Store, Table, Write };
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  const validations: {
    checkTypes(data: object, types: object): Record<string, unknown>;
    checkValidations(data: object, types: object, custom: unknown, store: Store): void;
  };
  export default validations;
}
