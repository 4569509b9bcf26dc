import fc from 'fast-check';
import { cursorOf, sortKeyIn } from '../../../../../core/page.ts';
import { readPage } from '../../../../../lambdas/api/parts/page.ts';

const listOf = (length: number) => sorted(Array.from({ length }, (_, n) => String(n).padStart(4, '0')));

/** These entries as the table has them: up, or down from the newest. */
function sorted(entries: readonly string[], down = false) {
  const all = down ? entries.toSorted().reverse() : entries.toSorted();
  const reads: number[] = [];
  return {
    reads,
    sortKeyOf: (entry: string) => entry,
    async list({ begin, limit = 0 }: { begin?: string | undefined; limit?: number | undefined }) {
      reads.push(limit);
      const isIn = (entry: string) => begin === undefined || (down ? entry <= begin : entry >= begin);
      return all.filter(isIn).slice(0, limit);
    },
  };
}

/** Every page from the first on. */
async function pagesOf(limit: number, list: Parameters<typeof readPage<string>>[1]) {
  const pages = [await readPage({ limit }, list)];
  for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor)
    pages.push(await readPage({ limit, cursor }, list));
  return pages;
}

it('reads as many as are wanted, and says where the next page begins', async () => {
  const first = await readPage({ limit: 2 }, listOf(5));
  expect(first).toEqual({ entries: ['0000', '0001'], nextCursor: cursorOf('0002') });
  const second = await readPage({ limit: 3, cursor: cursorOf('0002') }, listOf(5));
  expect(second).toEqual({ entries: ['0002', '0003', '0004'], nextCursor: null });
});

it('passes over what the caller may not see, however much it is', async () => {
  const isSeen = (entry: string) => Number(entry) >= 250;
  const list = listOf(300);
  expect(await readPage({ limit: 1 }, { ...list, isSeen })).toEqual({
    entries: ['0250'],
    nextCursor: cursorOf('0251'),
  });
  expect(list.reads).toEqual([101, 101, 101]);
});

/** `2026-11-21T09:00:00.000Z#site-0000`, and another each second. */
const timed = (length: number) =>
  Array.from({ length }, (_, n) => {
    const at = new Date(Date.parse('2026-11-21T09:00:00.000Z') + n * 1000).toISOString();
    return `${at}#site-${String(n).padStart(4, '0')}`;
  });

describe('where hardly anything may be seen', () => {
  const isSeen = () => false;

  it.each([
    ['up', false, '2026-11-21T09:08:20.000Z#'],
    ['down', true, '2026-11-21T09:24:59.000Z#~'],
  ])('ends a page early, and names of what is passed over no more than a time: %s', async (_, down, place) => {
    const page = await readPage({ limit: 1 }, { ...sorted(timed(2000), down), isSeen });
    expect(page).toEqual({ entries: [], nextCursor: cursorOf(place) });
  });

  it('ends it at an entry that may be seen by all that says where it is', async () => {
    const all = timed(2000);
    const page = await readPage({ limit: 1 }, { ...sorted(all), isSeen: (entry) => entry === all[500] });
    expect(page).toEqual({ entries: [], nextCursor: cursorOf('2026-11-21T09:08:20.000Z#site-0500') });
  });

  it('goes on while entries have the same time, or none', async () => {
    const day = Array.from({ length: 700 }, (_, n) => `2027-06-06T23:59:59.000Z#req-${String(n).padStart(4, '0')}`);
    const page = await readPage({ limit: 1 }, { ...sorted([...day, '2027-06-07T23:59:59.000Z#req-0001']), isSeen });
    expect(page).toEqual({ entries: [], nextCursor: cursorOf('2027-06-07T23:59:59.000Z#') });
    expect(await readPage({ limit: 1 }, { ...listOf(2000), isSeen })).toEqual({ entries: [], nextCursor: null });
  });
});

it('shows each entry that may be seen once, in its order, and of the others nothing but times', async () => {
  const entries = fc.array(
    fc.record({
      before: fc.constantFrom('', '', 'running#', 'done#'),
      time: fc.integer({ min: 0, max: 40 }).map((n) => new Date(n * 1000).toISOString()),
      id: fc.stringMatching(/^[a-z0-9-]{3}$/),
      kind: fc.constantFrom('seen', ...Array<string>(20).fill('hidden')),
    }),
    { minLength: 1200, maxLength: 1600 },
  );
  const isSeen = (entry: string) => entry.endsWith('seen');
  let silent = 0;
  await fc.assert(
    fc.asyncProperty(entries, fc.boolean(), fc.integer({ min: 1, max: 100 }), async (drawn, down, limit) => {
      const all = new Set(drawn.map(({ before, time, id, kind }) => `${before}${time}#${id}-${kind}`));
      const list = sorted([...all], down);
      const pages = await pagesOf(limit, { ...list, isSeen });
      expect(pages.flatMap((page) => page.entries)).toEqual((await list.list({ limit: 2000 })).filter(isSeen));
      const places = pages.flatMap(({ nextCursor }) => sortKeyIn(nextCursor ?? undefined) ?? []);
      const ofHidden = places.filter((place) => !isSeen(place));
      for (const place of ofHidden) expect(place).toMatch(/^([a-z]+#)?1970-01-01T[\d:.]+Z#~?$/);
      silent += ofHidden.length;
    }),
    { seed: 20_261_121, numRuns: 20 },
  );
  expect(silent).toBeGreaterThan(20);
});

it('begins anywhere with a cursor that was made up, and fails by none', async () => {
  expect(await readPage({ limit: 1, cursor: 'AAAA' }, listOf(3))).toMatchObject({ entries: ['0000'] });
  expect(await readPage({ limit: 1, cursor: cursorOf('zzz') }, listOf(3))).toEqual({ entries: [], nextCursor: null });
});

it('ends a page before it is longer than an answer may be, at its first entry at the earliest', async () => {
  const view = (entry: string) => ({ entry, text: 'é'.repeat(entry === '0003' ? 2_000_000 : 400_000) });
  const pages: string[][] = [];
  let cursor: string | null | undefined;
  do {
    const page = await readPage({ limit: 50, ...(cursor && { cursor }) }, listOf(6), view);
    pages.push(page.entries.map(({ entry }) => entry));
    cursor = page.nextCursor;
  } while (cursor);
  expect(pages).toEqual([['0000', '0001'], ['0002'], ['0003'], ['0004', '0005']]);
});
