import { median, percentile } from '../../../bench/statistics.ts';

it.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2],
])('takes the middle of %j', (values, middle) => {
  expect(median(values)).toBe(middle);
});

it('takes the value that a share of all does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.99)).toBe(99);
});

it('knows nothing of no values', () => {
  expect(median([])).toBeNaN();
});
