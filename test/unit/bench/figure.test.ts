import { type Figure, isMet, judgedOf } from '../../../bench/figure.ts';

const figure = (fields: Partial<Figure>): Figure => ({ id: 'B1', what: 'transitions', value: 24, unit: '', ...fields });

it.each<[string, Partial<Figure>, boolean]>([
  ['a value at its budget', { budget: 24 }, true],
  ['a value above its budget', { budget: 23 }, false],
  ['a ratio within its budget', { beside: { name: 'few', value: 20 }, budget: 1.2 }, true],
  ['a ratio above its budget', { beside: { name: 'few', value: 16 }, budget: 1.2 }, false],
  ['at least so much', { beside: { name: 'moto', value: 6 }, budget: 4, atLeast: true }, true],
  ['less than the least', { beside: { name: 'moto', value: 8 }, budget: 4, atLeast: true }, false],
  ['what is only stated', {}, true],
  ['no measurement at all', { value: Number.NaN, budget: 24 }, false],
])('judges %s', (_, fields, met) => {
  expect(isMet(figure(fields))).toBe(met);
});

it('judges the ratio to what stands beside it', () => {
  expect(judgedOf(figure({ beside: { name: 'few', value: 16 } }))).toBe(1.5);
});
