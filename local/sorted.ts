/** Elements in order: adding, taking away and finding where to begin cost the same among a thousand and a million. */

export interface Sorted<Element> {
  /** Harmless when it is there. */
  add(element: Element): void;
  delete(element: Element): void;
  first(): Element | undefined;
  /** One at a time, from the first that is not before what is looked for. Not to be gone on with after a change. */
  forward(isBefore?: (element: Element) => boolean): Generator<Element>;
  /** The same from the end, from the last that is not behind it. */
  backward(isBehind?: (element: Element) => boolean): Generator<Element>;
}

/** Kept together in one array: moving so many costs about as much as finding the array. */
const MOST_TOGETHER = 512;

/** No two different elements may be equal in the order. */
export function createSorted<Element>(isAfter: (one: Element, other: Element) => boolean): Sorted<Element> {
  /** Each in order, and all of each before those of the next; none is empty but where there is nothing. */
  const runs: Element[][] = [[]];

  const runOf = (element: Element) =>
    Math.max(0, firstWhere(runs, ([first]) => first !== undefined && isAfter(first, element)) - 1);

  return {
    add(element) {
      const at = runOf(element);
      const run = runs[at] ?? [];
      const index = firstWhere(run, (other) => isAfter(other, element));
      if (run[index - 1] === element) return;
      run.splice(index, 0, element);
      if (run.length > MOST_TOGETHER) runs.splice(at + 1, 0, run.splice(MOST_TOGETHER / 2));
    },

    delete(element) {
      const at = runOf(element);
      const run = runs[at] ?? [];
      const index = firstWhere(run, (other) => !isAfter(element, other));
      if (run[index] !== element) return;
      run.splice(index, 1);
      if (run.length === 0 && runs.length > 1) runs.splice(at, 1);
    },

    first: () => runs[0]?.[0],

    *forward(isBefore = () => false) {
      const from = firstWhere(runs, (run) => run.length === 0 || !isBefore(run.at(-1) as Element));
      for (let at = from; at < runs.length; at++) {
        const run = runs[at] ?? [];
        const begin = at === from ? firstWhere(run, (element) => !isBefore(element)) : 0;
        for (let index = begin; index < run.length; index++) yield run[index] as Element;
      }
    },

    *backward(isBehind = () => false) {
      const from = firstWhere(runs, ([first]) => first !== undefined && isBehind(first)) - 1;
      for (let at = from; at >= 0; at--) {
        const run = runs[at] ?? [];
        const begin = (at === from ? firstWhere(run, isBehind) : run.length) - 1;
        for (let index = begin; index >= 0; index--) yield run[index] as Element;
      }
    },
  };
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
