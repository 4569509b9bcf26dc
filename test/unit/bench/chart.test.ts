import { draw } from '../../../bench/chart.ts';
import type { Curve } from '../../../bench/figure.ts';

const CURVE: Curve = {
  name: 'growth-calls',
  title: 'Calls & names',
  across: 'aliases',
  up: 'calls',
  lines: [
    {
      name: 'ours',
      points: [
        [1, 20],
        [10, 20],
        [100, 40],
      ],
    },
    {
      name: 'theirs',
      points: [
        [1, 20],
        [100, 38],
      ],
    },
  ],
};

const numbersOf = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].map(([, value]) => value);

it('lays the numbers across on a logarithmic scale, and those up on one from zero', () => {
  const svg = draw(CURVE);
  expect(numbersOf(svg, /<polyline[^>]* points="([^"]+)"/g)).toEqual(['76,158 288,158 500,52', '76,158 500,63']);
  expect(numbersOf(svg, /text-anchor="end">([^<]+)</g)).toEqual(['0', '10', '20', '30', '40']);
  expect(numbersOf(svg, /text-anchor="middle">([^<]+)</g)).toEqual(['1', '10', '100', 'aliases']);
});

it('names each line at its end, one below the other', () => {
  const names = /<text x="510" y="(\d+)" class="mark\d">(?:ours|theirs)</g;
  expect(numbersOf(draw(CURVE), names)).toEqual(['56', '74']);
});

it('has colours for a light and for a dark page', () => {
  expect(draw(CURVE)).toContain('@media (prefers-color-scheme: dark)');
});

it('writes what is not markup as text', () => {
  const svg = draw({ ...CURVE, title: 'a < b & "c"' });
  expect(svg).toContain('>a &lt; b &amp; &quot;c&quot;</text>');
});

it('draws a single measurement in the middle', () => {
  const svg = draw({ ...CURVE, lines: [{ name: 'ours', points: [[5, 0]] }] });
  expect(numbersOf(svg, /<circle[^>]* cx="(\d+)"/g)).toEqual(['288']);
});
