/** Is a name a misspelling of another? Damerau-Levenshtein distance (optimal string alignment), up to a small number of slips. */

/** Letters missing, added, changed or swapped with their neighbour, up to which a name counts as misspelt and not as another one. */
const SLIPS = 2;

/** True for the same name too. */
export function isNearMiss(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > SLIPS) return false;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const costs = [at(above, column) + 1, at(current, column - 1) + 1, at(above, column - 1) + change];
      current.push(Math.min(...costs, swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY));
    }
    [before, above] = [above, current];
  }
  return at(above, b.length) <= SLIPS;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
