/** Keys in order, as LevelDB has them: adding, taking away and finding the first of a range cost the same among a thousand and a million. */

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

/** Keys kept together in one array: moving so many costs about as much as finding the array. */
const MOST_TOGETHER = 512;

export function createSortedKeys(): SortedKeys {
  /** Each in order, and all of each before those of the next. */
  const runs: string[][] = [[]];

  const runOf = (key: string) => Math.max(0, firstWhere(runs, ([first = '']) => first > key) - 1);

  return {
    add(key) {
      const at = runOf(key);
      const run = runs[at] ?? [];
      const index = firstWhere(run, (other) => other > key);
      if (run[index - 1] === key) return;
      run.splice(index, 0, key);
      if (run.length > MOST_TOGETHER) runs.splice(at + 1, 0, run.splice(MOST_TOGETHER / 2));
    },

    delete(key) {
      const at = runOf(key);
      const run = runs[at] ?? [];
      const index = firstWhere(run, (other) => other >= key);
      if (run[index] !== key) return;
      run.splice(index, 1);
      if (run.length === 0 && runs.length > 1) runs.splice(at, 1);
    },

    *within({ gte, gt, lte, lt, reverse = false, limit = -1 }) {
      const isBefore = (key: string) => (gte !== undefined && key < gte) || (gt !== undefined && key <= gt);
      const isBehind = (key: string) => (lte !== undefined && key > lte) || (lt !== undefined && key >= lt);
      let left = limit < 0 ? Number.POSITIVE_INFINITY : limit;
      for (const key of reverse ? backward(runs, isBehind) : forward(runs, isBefore)) {
        if (left-- <= 0 || (reverse ? isBefore(key) : isBehind(key))) return;
        yield key;
      }
    },
  };
}

/** From the first key that is not before the range. */
function* forward(runs: readonly string[][], isBefore: (key: string) => boolean): Generator<string> {
  const from = firstWhere(runs, (run) => !isBefore(run.at(-1) ?? ''));
  for (let at = from; at < runs.length; at++) {
    const run = runs[at] ?? [];
    const first = at === from ? firstWhere(run, (key) => !isBefore(key)) : 0;
    for (let index = first; index < run.length; index++) yield run[index] ?? '';
  }
}

/** From the last key that is not behind the range. */
function* backward(runs: readonly string[][], isBehind: (key: string) => boolean): Generator<string> {
  const from = firstWhere(runs, ([first = '']) => isBehind(first)) - 1;
  for (let at = from; at >= 0; at--) {
    const run = runs[at] ?? [];
    const last = at === from ? firstWhere(run, isBehind) - 1 : run.length - 1;
    for (let index = last; index >= 0; index--) yield run[index] ?? '';
  }
}

/** Index of the first element for which `holds`, which then holds for all that follow; the length when it holds for none. */
function firstWhere<T>(sorted: readonly T[], holds: (element: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
