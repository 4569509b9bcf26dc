import { dueLongest, type Found } from '../../../../lambdas/records/overdue.ts';

const NOTHING: Found = { errands: [], waits: [], resends: [], cares: [], notices: [] };
const NINE = '2026-11-21T09:00:00.000Z';
const TEN = '2026-11-21T10:00:00.000Z';
const longest = (found: { [Kind in keyof Found]?: readonly object[] }) =>
  dueLongest({ ...NOTHING, ...found } as unknown as Found);

it('is nothing where nothing was found', () => {
  expect(longest({})).toBeUndefined();
});

it.each(['errands', 'waits', 'resends'] as const)('is the first of the %s', (kind) => {
  expect(longest({ [kind]: [{ dueAt: NINE }, { dueAt: TEN }] })).toBe(NINE);
});

it('gives care six hours’ time', () => {
  expect(longest({ cares: [{ dueAt: NINE }] })).toBe('2026-11-21T15:00:00.000Z');
});

it('is what comes first of all kinds', () => {
  expect(longest({ cares: [{ dueAt: NINE }], waits: [{ dueAt: TEN }] })).toBe(TEN);
});

it('knows since when a notice waits to be told', () => {
  expect(longest({ notices: [{ at: NINE }], waits: [{ dueAt: TEN }] })).toBe(NINE);
});
