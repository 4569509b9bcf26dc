import type { Figure } from '../../../bench/figure.ts';
import { markdownOf, tableOf } from '../../../bench/table.ts';

const FIGURES: Figure[] = [
  { id: 'B1', what: 'transitions', value: 24, unit: '', budget: 25 },
  { id: 'B2', what: 'queries', value: 1102, unit: '' },
  {
    id: 'B7',
    what: 'DescribeCertificate',
    value: 2400.4,
    unit: '/s',
    beside: { name: 'moto 5.2.1', value: 800 },
    budget: 4,
    atLeast: true,
  },
  { id: 'B9', what: 'start', value: 0.98765, unit: 's', budget: 2 },
];

it('puts columns in line, numbers to the right', () => {
  expect(tableOf(FIGURES).split('\n')).toEqual([
    '    what                 measured  beside             ratio  budget',
    'B1  transitions                24                              ≤ 25  yes',
    'B2  queries                 1,102',
    'B7  DescribeCertificate   2,400/s  moto 5.2.1: 800/s      3     ≥ 4  MISSED',
    'B9  start                 0.988 s                             ≤ 2 s  yes',
  ]);
});

it('writes the same as Markdown', () => {
  expect(markdownOf(FIGURES.slice(2)).split('\n')).toEqual([
    '|  | what | measured | beside | ratio | budget | met |',
    '| --- | --- | ---: | --- | ---: | ---: | --- |',
    '| B7 | DescribeCertificate | 2,400/s | moto 5.2.1: 800/s | 3 | ≥ 4 | MISSED |',
    '| B9 | start | 0.988 s |  |  | ≤ 2 s | yes |',
  ]);
});

it('folds a family of many figures', () => {
  const many = Array.from({ length: 21 }, (_, index): Figure => {
    return { id: 'B4', what: `import ${index}`, value: 2, unit: '', budget: 2.5 };
  });
  const page = markdownOf([...FIGURES, ...many]);
  expect(page.split('\n\n').map((part) => part.split('\n').length)).toEqual([6, 1, 23, 1]);
  expect(page).toContain('<details><summary>B4: 21 figures, all met</summary>');
});
