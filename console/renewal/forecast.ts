/** The renewals of the next 12 months by weeks, in names: how many need a click, how many nobody, how many AWS does not renew. */
import type { Answers } from '../../core/api/operations.ts';

type Row = Answers['renewals.list']['renewals'][number];

export const WAYS = ['clicks', 'alone', 'ends'] as const;
export type Way = (typeof WAYS)[number];

export interface Week extends Record<Way, number> {
  /** A Monday, UTC. */
  begins: Date;
}

/** What is due on one moment: `names` of the kind `way`. */
interface Due {
  dueBy: string;
  way: Way;
  names: number;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-01 was a Thursday: the Monday before it. */
const FIRST_MONDAY_MS = -3 * DAY_MS;
/** 12 months and the week that has begun. */
const WEEKS = 53;

/** The week of `now` and the 52 after it; what is overdue counts to the first. */
export function weeksOf(rows: readonly Row[], now: number): Week[] {
  const begin = mondayOf(now);
  const weeks = Array.from({ length: WEEKS }, (_, n) => ({
    begins: new Date(begin + n * WEEK_MS),
    clicks: 0,
    alone: 0,
    ends: 0,
  }));
  for (const { dueBy, way, names } of rows.flatMap(duesOf)) {
    const week = weeks[Math.max(0, Math.floor((Date.parse(dueBy) - begin) / WEEK_MS))];
    if (week) week[way] += names;
  }
  return weeks;
}

/** What is due first of that kind, with all that is due on the same day; undefined when nothing is. */
export function nextOf(rows: readonly Row[], wanted: Way): { dueBy: string; names: number } | undefined {
  const dues = rows.flatMap(duesOf).filter(({ way, names }) => way === wanted && names > 0);
  const [first] = dues.toSorted((a, b) => a.dueBy.localeCompare(b.dueBy));
  if (!first) return undefined;
  const sameDay = dues.filter(({ dueBy }) => dueBy.slice(0, 10) === first.dueBy.slice(0, 10));
  return { dueBy: first.dueBy, names: sameDay.reduce((sum, { names }) => sum + names, 0) };
}

/** So many weeks as one, where there is no room for each: begun with the first of them. */
export function together(weeks: readonly Week[], number: number): Week[] {
  return weeks.flatMap(({ begins }, n) => {
    if (n % number > 0) return [];
    const part = weeks.slice(n, n + number);
    const sum = (way: Way) => part.reduce((names, week) => names + week[way], 0);
    return { begins, clicks: sum('clicks'), alone: sum('alone'), ends: sum('ends') };
  });
}

function duesOf({ names, method, renewal }: Row): Due[] {
  const { state, dueBy, clicks, next } = renewal;
  const all = [{ dueBy, clicks, possible: state !== 'IMPOSSIBLE' }, ...next];
  return all.map((one) => {
    if (!one.possible) return { dueBy: one.dueBy, way: 'ends', names };
    return method === 'EMAIL'
      ? { dueBy: one.dueBy, way: 'clicks', names: one.clicks }
      : { dueBy: one.dueBy, way: 'alone', names };
  });
}

function mondayOf(ms: number): number {
  return FIRST_MONDAY_MS + Math.floor((ms - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS;
}
