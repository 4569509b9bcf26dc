/**
 * Pages of a list, as the Step Functions API cuts them. The rule kept here: a token says where to go on, and any other text is
 * refused.
 */
import { awsError } from '../service.ts';

/** Items on a page by default, and at most. Source: API reference. */
const DEFAULT = 100;
const MOST = 1000;

export interface Page<T> {
  items: T[];
  next: { nextToken?: string };
}

/** The page of `all` that the token points to; the first without one. 0 means the default size. */
export function page<T>(all: readonly T[], maxResults = 0, nextToken?: string): Page<T> {
  const { from, to, next } = pageBounds(all.length, maxResults, nextToken);
  return { items: all.slice(from, to), next };
}

/** The same for a list that is read by index. */
export function pageBounds(
  total: number,
  maxResults = 0,
  nextToken?: string,
): { from: number; to: number; next: { nextToken?: string } } {
  if (maxResults < 0 || maxResults > MOST) {
    const bound = maxResults < 0 ? 'greater than or equal to 0' : `less than or equal to ${MOST}`;
    const text = `Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`;
    throw awsError('ValidationException', `1 validation error detected: ${text}`);
  }
  const from = nextToken === undefined ? 0 : positionIn(nextToken);
  const to = Math.min(total, from + (maxResults || DEFAULT));
  return { from, to, next: to < total ? { nextToken: Buffer.from(`from ${to}`).toString('base64url') } : {} };
}

function positionIn(nextToken: string): number {
  const position = /^from (\d+)$/.exec(Buffer.from(nextToken, 'base64url').toString())?.[1];
  if (position === undefined) throw awsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  return Number(position);
}
