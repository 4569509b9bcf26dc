/** The forecast of renewals: each due name in its week, by who has to act; what is due first, with all of its day. */
import { nextOf, together, weeksOf } from '../../../../console/renewal/forecast.ts';
import type { Answers } from '../../../../core/api/operations.ts';

type Row = Answers['renewals.list']['renewals'][number];

/** A Saturday. */
const NOW = Date.parse('2026-11-21T09:00:00Z');

function row(method: Row['method'], renewal: Partial<Row['renewal']>): Row {
  return {
    siteId: 'acme',
    requestId: 'req-1',
    prefix: 'login',
    status: 'ACTIVE',
    method,
    names: 5,
    renewal: {
      state: 'PLANNED',
      opensAt: '2027-04-22T23:59:59.000Z',
      dueBy: '2027-06-05T23:59:59.000Z',
      notAfter: '2027-06-06T23:59:59.000Z',
      clicks: method === 'EMAIL' ? 5 : 0,
      domains: [],
      round: 0,
      message: '',
      remedy: '',
      clicksInAYear: 0,
      next: [],
      ...renewal,
    },
  };
}

const busy = (rows: Row[]) =>
  weeksOf(rows, NOW)
    .filter(({ clicks, alone, ends }) => clicks + alone + ends > 0)
    .map(({ begins, clicks, alone, ends }) => [begins.toISOString().slice(0, 10), clicks, alone, ends]);

it('counts clicks by e-mail, names by DNS, and names that AWS does not renew, in weeks that begin on Mondays', () => {
  const ended = { opensAt: '2027-10-01T23:59:59.000Z', dueBy: '2027-11-14T23:59:59.000Z', clicks: 0, possible: false };
  expect(busy([row('EMAIL', { next: [ended] }), row('DNS', {})])).toEqual([
    ['2027-05-31', 5, 5, 0],
    ['2027-11-08', 0, 0, 5],
  ]);
});

it('counts what is overdue to the week that has begun, and leaves out what comes after 53 weeks', () => {
  const late = { opensAt: '', dueBy: '2027-11-22T00:00:00.000Z', clicks: 5, possible: true };
  expect(busy([row('EMAIL', { dueBy: '2026-11-01T00:00:00.000Z', clicks: 2, next: [late] })])).toEqual([
    ['2026-11-16', 2, 0, 0],
  ]);
  expect(weeksOf([], NOW)).toHaveLength(53);
});

it('names what is due first of a kind, with all that is due on the same day', () => {
  const rows = [row('EMAIL', {}), row('EMAIL', { dueBy: '2027-01-08T10:00:00.000Z', clicks: 9 })];
  const both = [...rows, row('EMAIL', { dueBy: '2027-01-08T23:00:00.000Z' })];
  expect(nextOf(both, 'clicks')).toEqual({ dueBy: '2027-01-08T10:00:00.000Z', names: 14 });
  expect(nextOf(both, 'ends')).toBeUndefined();
});

it('puts weeks together where there is little room, and loses no name', () => {
  const bars = together(weeksOf([row('EMAIL', {}), row('DNS', {})], NOW), 4);
  expect(bars).toHaveLength(14);
  expect(bars[0]?.begins.toISOString()).toBe('2026-11-16T00:00:00.000Z');
  expect(bars.reduce((sum, { clicks, alone }) => sum + clicks + alone, 0)).toBe(10);
});
