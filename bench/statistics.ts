/** What is told of many measurements. */

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that such a share of all does not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
