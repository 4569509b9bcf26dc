/**
 * A growth curve as SVG that stands alone: a logarithmic scale across, a linear one from zero up, each line named at its end. Its
 * colours follow the reader's light or dark mode, by which GitHub shows images too.
 */
import type { Curve } from './figure.ts';

const WIDTH = 720;
const HEIGHT = 320;
/** Room for the title above, both scales, and the names of the lines at the right. */
const PLOT = { left: 76, right: 500, top: 52, bottom: 264 };
/** Fewest steps of the scale that runs up. */
const STEPS = 4;
/** Between the names of two lines, or they would be written over each other. */
const NAME_HEIGHT = 18;

/** Told apart by those who see no red or green too: blue, orange, violet; each with its shade for the dark. */
const COLOURS = [
  ['#0b62c4', '#6cb2ff'],
  ['#b45309', '#ffb454'],
  ['#7a3ea8', '#d2a8ff'],
] as const;

const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-size: 15px; font-weight: 600 }
.scale { stroke: #d1d9e0 } .line { fill: none; stroke-width: 2 }
${COLOURS.map(([light], index) => shade(index, light)).join(' ')}
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .scale { stroke: #3d444d } ${COLOURS.map(([, dark], index) => shade(index, dark)).join(' ')} }`;

function shade(index: number, colour: string): string {
  return `.line${index} { stroke: ${colour} } .mark${index} { fill: ${colour} }`;
}

export function draw(curve: Curve): string {
  const points = curve.lines.flatMap((line) => line.points);
  const acrosses = [...new Set(points.map(([across]) => across))].sort((a, b) => a - b);
  const top = roundTop(Math.max(...points.map(([, up]) => up)));
  const place = placing(acrosses, top.most);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(curve.title)}">`,
    `<style>${STYLE}</style>`,
    text(PLOT.left, 24, curve.title, 'class="title"'),
    ...scales(curve, acrosses, top, place),
    ...lines(curve, place),
    '</svg>',
    '',
  ].join('\n');
}

type Place = (across: number, up: number) => { x: number; y: number };

function placing(acrosses: readonly number[], most: number): Place {
  const [first, last] = [Math.log(acrosses[0] ?? 1), Math.log(acrosses.at(-1) ?? 1)];
  return (across, up) => {
    const share = last > first ? (Math.log(across) - first) / (last - first) : 0.5;
    return {
      x: Math.round(PLOT.left + share * (PLOT.right - PLOT.left)),
      y: Math.round(PLOT.bottom - (up / most) * (PLOT.bottom - PLOT.top)),
    };
  };
}

function scales(curve: Curve, acrosses: readonly number[], top: { most: number; step: number }, place: Place) {
  const ups = Array.from({ length: Math.round(top.most / top.step) + 1 }, (_, index) => index * top.step);
  const [first = 1] = acrosses;
  return [
    ...ups.flatMap((up) => {
      const { y } = place(first, up);
      const rule = `<line class="scale" x1="${PLOT.left}" y1="${y}" x2="${PLOT.right}" y2="${y}"/>`;
      return [rule, text(PLOT.left - 8, y + 4, numeral(up), 'text-anchor="end"')];
    }),
    ...acrosses.map((across) => text(place(across, 0).x, PLOT.bottom + 20, numeral(across), 'text-anchor="middle"')),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 42, curve.across, 'text-anchor="middle"'),
    text(PLOT.left, PLOT.top - 10, curve.up, ''),
  ];
}

function lines({ lines: all }: Curve, place: Place): string[] {
  const placed = all.map(({ name, points }) => ({ name, points: points.map(([across, up]) => place(across, up)) }));
  const names = spread(placed.map(({ points }) => points.at(-1)?.y ?? 0));
  return placed.flatMap(({ name, points }, index) => [
    `<polyline class="line line${index}" points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/>`,
    ...points.map(({ x, y }) => `<circle class="mark${index}" cx="${x}" cy="${y}" r="3.5"/>`),
    text((points.at(-1)?.x ?? 0) + 10, (names[index] ?? 0) + 4, name, `class="mark${index}"`),
  ]);
}

/** The heights of the names: those of the lines' ends, moved down where one would meet the one above. */
function spread(heights: readonly number[]): number[] {
  const spreaded = [...heights];
  const order = heights.map((_, index) => index).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  let free = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const height = Math.max(heights[index] ?? 0, free);
    spreaded[index] = height;
    free = height + NAME_HEIGHT;
  }
  return spreaded;
}

/** The end of a scale from zero: the next whole number of steps of 1, 2 or 5 times a power of ten. */
function roundTop(most: number): { most: number; step: number } {
  if (most <= 0) return { most: 1, step: 1 };
  const rough = most / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10) * power;
  return { most: Math.ceil(most / step) * step, step };
}

function text(x: number, y: number, words: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(words)}</text>`;
}

function numeral(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en');
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
