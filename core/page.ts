/**
 * Pages of a list: as many entries as the caller wants, and a cursor that says where the next page begins. A cursor is opaque; one
 * that was made up begins somewhere, and shows nothing that the caller may not see.
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

export function sortKeyIn(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
}
