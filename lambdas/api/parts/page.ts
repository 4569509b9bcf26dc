/**
 * Reads a page of those entries of a list that the caller may see. What is passed over costs reads, and what is long must fit into an
 * answer, so a page may end early.
 */
import { cursorOf, type PageInput, placeBetween, sortKeyIn } from '../../../core/page.ts';
import type { Part } from '../../records/part.ts';

export interface PagedList<Entry> {
  list(part: Part): Promise<Entry[]>;
  /** By which the list is sorted. */
  sortKeyOf(entry: Entry): string;
  /** May the caller see it? */
  isSeen?(entry: Entry): boolean;
}

/** Entries read at once, at least: one page of DynamoDB holds several hundred small items. */
const SMALLEST_BATCH = 100;
/** Batches looked at for one page: where few of the entries may be seen, the page ends early and has a cursor. */
const BATCHES = 5;

/**
 * Bytes of a page's entries as JSON. A Lambda answers 6 MB at most, and there the page is a text within JSON, at most twice as long:
 * each quote and backslash is two. One entry alone is far below that, for a call that makes one holds 256 KiB.
 */
const PAGE_BYTES = 2 * 1024 * 1024;

/** `view`: an entry as it is answered. */
export async function readPage<Entry, Shown = Entry>(
  { limit, cursor }: PageInput,
  { list, sortKeyOf, isSeen = () => true }: PagedList<Entry>,
  view: (entry: Entry) => Shown = (entry) => entry as unknown as Shown,
): Promise<{ entries: Shown[]; nextCursor: string | null }> {
  const batch = Math.max(limit, SMALLEST_BATCH);
  const entries: Shown[] = [];
  let [bytes, looked, before] = [0, 0, ''];
  let begin = sortKeyIn(cursor);
  for (;;) {
    const found = await list({ begin, limit: batch + 1 });
    for (const entry of found.slice(0, batch)) {
      const [sortKey, seen] = [sortKeyOf(entry), isSeen(entry)];
      // Where a cursor would tell more than the time of an entry that may not be seen, the page goes on.
      const place = seen ? sortKey : placeBetween(before, sortKey);
      if (looked >= BATCHES * batch && place !== undefined) return { entries, nextCursor: cursorOf(place) };
      [looked, before] = [looked + 1, sortKey];
      if (!seen) continue;
      const shown = view(entry);
      bytes += Buffer.byteLength(JSON.stringify(shown));
      const isFull = entries.length === limit || (bytes > PAGE_BYTES && entries.length > 0);
      if (isFull) return { entries, nextCursor: cursorOf(sortKey) };
      entries.push(shown);
    }
    const next = found[batch]; // one more than are looked at says where to go on
    if (next === undefined) return { entries, nextCursor: null };
    begin = sortKeyOf(next);
  }
}
