/**
 * A table of which one piece of work reads each item once. Whatever it writes, it reads anew afterwards; and what it writes is under
 * conditions, so that what somebody else has written meanwhile is not overwritten but read again.
 */
import type { Item, Table } from './table.ts';

export interface ReadingOnce extends Table {
  /** Another piece of work begins. */
  forget(): void;
}

export function readingOnce(table: Table): ReadingOnce {
  const known = new Map<string, Promise<Item | undefined>>();

  function forgetting<Args extends unknown[], Answer>(
    write: (...args: Args) => Promise<Answer>,
  ): (...args: Args) => Promise<Answer> {
    return async (...args) => {
      try {
        return await write(...args);
      } finally {
        known.clear();
      }
    };
  }

  return {
    ...table,
    get(key) {
      const name = JSON.stringify([key.pk, key.sk]);
      const before = known.get(name);
      if (before) return before;
      const read = table.get(key);
      known.set(name, read);
      read.catch(() => known.delete(name)); // whoever asked hears of it
      return read;
    },
    put: forgetting(table.put),
    update: forgetting(table.update),
    increment: forgetting(table.increment),
    delete: forgetting(table.delete),
    transact: forgetting(table.transact),
    putAll: forgetting(table.putAll),
    forget: () => known.clear(),
  };
}
