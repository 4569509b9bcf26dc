import { endOf, renewalOpens, validityDays } from '../../../core/validity.ts';

it.each([
  ['2026-11-21T09:00:00Z', 198, '2027-06-06T23:59:59.000Z'],
  ['2027-03-14T23:59:59Z', 198, '2027-09-27T23:59:59.000Z'],
  ['2027-03-15T00:00:00Z', 100, '2027-06-22T23:59:59.000Z'],
  ['2029-03-15T00:00:00Z', 47, '2029-04-30T23:59:59.000Z'],
])('has for what is issued at %s %i days, until %s', (issued, days, end) => {
  expect(validityDays(new Date(issued))).toBe(days);
  expect(endOf(new Date(issued)).toISOString()).toBe(end);
});

it('opens the renewal 45 days before the end', () => {
  expect(renewalOpens('2027-06-06T23:59:59.000Z').toISOString()).toBe('2027-04-22T23:59:59.000Z');
});
