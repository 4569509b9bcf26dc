/**
 * Pages of a list: as many entries as the caller wants, and a cursor that says where the next page begins. A cursor is opaque; one
 * that was made up begins somewhere, and shows nothing that the caller may not see. Nor does the cursor of a page that ends at such an entry.
 */
import * as z from 'zod';

/** Entries of a page when the caller says nothing, and at most: a page of certificates with 100 names each stays below 6 MB, Lambda's limit. */
const [USUAL, MOST] = [50, 100];

/** Characters of BASE64: DynamoDB takes no empty sort key, and none of more than 1,024 bytes. */
const MOST_CHARACTERS = Math.floor((1024 * 4) / 3);

/** Of every list's input. */
export const Page = {
  limit: z.int().min(1).max(MOST).default(USUAL).describe('Entries of a page'),
  cursor: z
    .string()
    .max(MOST_CHARACTERS)
    .regex(/^[A-Za-z0-9_-]+$/, { error: 'must be the nextCursor of a page', abort: true })
    .refine((cursor) => cursorOf(sortKeyIn(cursor) ?? '') === cursor, 'must be the nextCursor of a page')
    .optional()
    .describe('nextCursor of the page before'),
};

export interface PageInput {
  limit: number;
  cursor?: string | undefined;
}

/** The sort key of the first entry of the next page, as a cursor. */
export function cursorOf(sortKey: string): string {
  return Buffer.from(sortKey).toString('base64url');
}

/** The time that most lists are sorted by, with what stands around it: `2026-11-21T09:00:00.000Z#`, `done#2026-12-01#`. */
const TIME = /^(?:[a-z]+#)?\d{4}-\d\d-\d\d[^#]*#/;

/**
 * Where a page may end before an entry that its reader may not see, as a sort key that tells nothing of it but its time. Undefined where
 * the entry before has the same time: that one would come twice. In a list that goes down, `~` sorts after all entries of a time.
 */
export function placeBetween(before: string, hidden: string): string | undefined {
  const [timeBefore, time] = [before, hidden].map((sortKey) => TIME.exec(sortKey)?.[0]);
  if (time === undefined || time === timeBefore) return undefined;
  return before < hidden ? time : `${time}~`;
}

export function sortKeyIn(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
}
