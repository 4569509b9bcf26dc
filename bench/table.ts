/** Figures as a table: columns in line for a terminal, Markdown for the docs. */
import { type Figure, isMet, judgedOf } from './figure.ts';

const HEAD = ['', 'what', 'measured', 'beside', 'ratio', 'budget', ''] as const;
/** Numbers end in line. */
const TO_THE_RIGHT = [2, 4, 5];

export function tableOf(figures: readonly Figure[]): string {
  const rows = [[...HEAD], ...figures.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return TO_THE_RIGHT.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** A family of so many is folded below the others. */
const MANY = 20;

export function markdownOf(figures: readonly Figure[]): string {
  const families = [...Map.groupBy(figures, ({ id }) => id)];
  const few = families.filter(([, family]) => family.length <= MANY);
  const folded = families.filter(([, family]) => family.length > MANY).map(([id, family]) => fold(id, family));
  return [markdownTable(few.flatMap(([, family]) => family)), ...folded].join('\n\n');
}

function fold(id: string, family: readonly Figure[]): string {
  const missed = family.filter((figure) => !isMet(figure)).length;
  const summary = `${id}: ${family.length} figures, ${missed === 0 ? 'all met' : `${missed} missed`}`;
  return `<details><summary>${summary}</summary>\n\n${markdownTable(family)}\n\n</details>`;
}

function markdownTable(figures: readonly Figure[]): string {
  const [id, ...others] = HEAD;
  const head = [id, ...others.slice(0, -1), 'met'];
  const rule = HEAD.map((_, column) => (TO_THE_RIGHT.includes(column) ? '---:' : '---'));
  return [head, rule, ...figures.map(rowOf)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowOf(figure: Figure): string[] {
  const { id, what, value, unit, beside, budget, atLeast } = figure;
  const besides = beside ? `${beside.name}: ${amount(beside.value, unit)}` : '';
  const bound = budget === undefined ? '' : `${atLeast ? '≥' : '≤'} ${amount(budget, beside ? '' : unit)}`;
  const verdict = budget === undefined ? '' : isMet(figure) ? 'yes' : 'MISSED';
  return [id, what, amount(value, unit), besides, beside ? rounded(judgedOf(figure)) : '', bound, verdict];
}

function amount(value: number, unit: string): string {
  return `${rounded(value)}${unit.startsWith('/') ? '' : ' '}${unit}`.trim();
}

/** Three digits say all that a noisy machine knows; counts are whole. */
function rounded(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
