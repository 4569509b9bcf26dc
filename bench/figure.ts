/** What a benchmark gives: one figure beside its budget. Counts and ratios, for machines are shared and noisy. */
export interface Figure {
  /** As in the table of budgets: `B1`. */
  id: string;
  what: string;
  value: number;
  unit: string;
  budget: number;
}

export function isMet({ value, budget }: Figure): boolean {
  return value <= budget;
}
