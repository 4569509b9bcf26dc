/**
 * What a benchmark gives: figures beside what they are measured against, and curves of what grows with what. Counts and ratios, for
 * machines are shared and noisy: seconds are judged in the full form only.
 */

export interface Figure {
  /** As in the table of budgets: `B1`. */
  id: string;
  what: string;
  value: number;
  /** Of the value: `ms`, `/s`; empty for a count or a quotient. */
  unit: string;
  /** The other side, measured in the same run and in the same unit. With one, the ratio to it is what is judged. */
  beside?: { name: string; value: number };
  /** At most so much. Without one the figure is stated, not judged. */
  budget?: number;
  /** The budget is the least, not the most. */
  atLeast?: true;
}

/** How something grows: one picture. */
export interface Curve {
  /** Of its file: `growth-calls`. */
  name: string;
  title: string;
  /** What runs across, on a logarithmic scale, and what runs up, from zero, each with its unit. */
  across: string;
  up: string;
  lines: readonly { name: string; points: readonly (readonly [across: number, up: number])[] }[];
}

export interface Measured {
  figures: Figure[];
  curves?: Curve[];
}

/** How much is measured: CI's short form has two minutes for all. */
export interface Form {
  short: boolean;
  /** Requests at once, for what grows with them. */
  sizes: readonly number[];
  /** Where what takes hours is kept, so that it can be stopped and gone on with. */
  folder?: string;
}

/** What the budget is about. */
export function judgedOf({ value, beside }: Figure): number {
  return beside ? value / beside.value : value;
}

export function isMet(figure: Figure): boolean {
  const { budget, atLeast } = figure;
  if (budget === undefined) return true;
  return atLeast ? judgedOf(figure) >= budget : judgedOf(figure) <= budget;
}
