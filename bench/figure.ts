/** What a benchmark gives: one figure beside its budget. Counts and ratios, for machines are shared and noisy. */
export interface Figure {
  /** As in the table of budgets: `B1`. */
  id: string;
  what: string;
  value: number;
  unit: string;
  budget: number;
  /** A miss that is known: why, and the value above which it is a new one. The whole bench fails on it all the same. */
  known?: { upTo: number; why: string };
}

export function isMet({ value, budget }: Figure): boolean {
  return value <= budget;
}

/** Worse than what is known: what the short form, which runs at every change, fails on. */
export function isNews({ value, budget, known }: Figure): boolean {
  return value > (known?.upTo ?? budget);
}
