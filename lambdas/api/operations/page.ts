/** Reads a page of those entries of a list that the caller may see. What is passed over costs reads, so a page may end early. */
import { cursorOf, type PageInput, sortKeyIn } from '../../../core/page.ts';
import type { Part } from '../../records/part.ts';

export interface PagedList<Entry> {
  list(part: Part): Promise<Entry[]>;
  /** By which the list is sorted. */
  sortKeyOf(entry: Entry): string;
  /** May the caller see it? */
  isSeen?(entry: Entry): boolean;
}

/** How often more is read for one page: where few of the entries may be seen, the page ends early and has a cursor. */
const BATCHES = 5;
/** Entries read at once, at least: one page of DynamoDB holds several hundred small items. */
const SMALLEST_BATCH = 100;

export async function readPage<Entry>(
  { limit, cursor }: PageInput,
  { list, sortKeyOf, isSeen = () => true }: PagedList<Entry>,
): Promise<{ entries: Entry[]; nextCursor: string | null }> {
  const batch = Math.max(limit, SMALLEST_BATCH);
  const entries: Entry[] = [];
  let begin = sortKeyIn(cursor);
  for (let read = 0; read < BATCHES; read++) {
    const found = await list({ begin, limit: batch + 1 });
    for (const entry of found.slice(0, batch).filter(isSeen)) {
      if (entries.length === limit) return { entries, nextCursor: cursorOf(sortKeyOf(entry)) };
      entries.push(entry);
    }
    const next = found[batch]; // one more than are looked at says where to go on
    if (next === undefined) return { entries, nextCursor: null };
    begin = sortKeyOf(next);
  }
  return { entries, nextCursor: begin === undefined ? null : cursorOf(begin) };
}
