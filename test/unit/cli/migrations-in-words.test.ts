import { createColors } from 'picocolors';
import { migrationLines, migrationsInWords } from '../../../cli/migrations-in-words.ts';
import type { MigrationRow } from '../../../core/api/answers-migration.ts';
import type { RequestView } from '../../../core/view.ts';

const plain = createColors(false);
const ROW: MigrationRow = {
  siteId: 'acme',
  requestId: 'req-1',
  prefix: 'login',
  status: 'ACTIVE',
  notAfter: '2027-06-06T23:59:59.000Z',
  lastSafeDay: '2027-06-01',
  mailRenewal: { from: '2027-04-22', until: '2027-06-06' },
  names: 5,
  state: 'NOT_STARTED',
  records: 0,
  seen: 0,
  until: null,
  windowUntil: null,
  windows: 0,
  endedAt: null,
};
const until = '2027-06-01T23:59:59.000Z';

it('shows the campaign a line a certificate', () => {
  const late = { ...ROW, siteId: 'globex', mailRenewal: null, state: 'RECORDS', records: 5, seen: 2, until } as const;
  expect(migrationsInWords([ROW, late], plain)).toEqual([
    'SAFE UNTIL  SITE    REQUEST  ENDS        RENEWAL BY MAIL           STATE',
    '2027-06-01  acme    req-1    2027-06-06  2027-04-22 to 2027-06-06  not started',
    '2027-06-01  globex  req-1    2027-06-06  not any more              2 of 5 records stand, time until 2027-06-01',
  ]);
  expect(migrationsInWords([], plain)).toEqual([]);
});

it.each([
  ['STARTING', {}, 'starting'],
  ['RECORDS', {}, 'waits until AWS has named the records'],
  [
    'WINDOW',
    { records: 5, seen: 5, windowUntil: '2026-11-24T09:00:00.000Z' },
    '5 of 5 records stand, AWS looks until 24 November 2026 at 09:00 UTC',
  ],
  ['DONE', {}, 'done'],
  ['ENDED', {}, 'ended without all records'],
] as const)('says how a migration stands: %s', (state, fields, words) => {
  const lines = migrationsInWords([{ ...ROW, state, ...fields }], plain);
  expect(lines[1]?.endsWith(`  ${words}`)).toBe(true);
});

it('tells on a request how its migration stands, or how it ended', () => {
  const shown = (migration: object | null) => migrationLines({ migration } as unknown as RequestView);
  expect(shown(null)).toEqual([]);
  expect(shown({ ...ROW, state: 'RECORDS', records: 5, until, end: null })).toEqual([
    '  migration to DNS: 0 of 5 records stand, time until 2027-06-01',
  ]);
  expect(shown({ ...ROW, state: 'DONE', end: { message: 'Done.', remedy: 'Nothing to do.' } })).toEqual([
    '  migration to DNS: Done.',
    '      Nothing to do.',
  ]);
});
