/** Keys in order, as LevelDB has them. */
import { createSorted } from './sorted.ts';

export interface Range {
  gte?: string;
  gt?: string;
  lte?: string;
  lt?: string;
  reverse?: boolean;
  /** -1 or absent: all. */
  limit?: number;
}

export interface SortedKeys {
  /** Harmless when it is there. */
  add(key: string): void;
  delete(key: string): void;
  /** Those of the range, one at a time. Not to be gone on with after a change. */
  within(range: Range): Generator<string>;
}

export function createSortedKeys(): SortedKeys {
  const { add, delete: remove, forward, backward } = createSorted<string>((one, other) => one > other);
  return {
    add,
    delete: remove,
    *within({ gte, gt, lte, lt, reverse = false, limit = -1 }) {
      const isBefore = (key: string) => (gte !== undefined && key < gte) || (gt !== undefined && key <= gt);
      const isBehind = (key: string) => (lte !== undefined && key > lte) || (lt !== undefined && key >= lt);
      let left = limit < 0 ? Number.POSITIVE_INFINITY : limit;
      for (const key of reverse ? backward(isBehind) : forward(isBefore)) {
        if (left-- <= 0 || (reverse ? isBefore(key) : isBehind(key))) return;
        yield key;
      }
    },
  };
}
