import { cursorOf } from '../../../../../core/page.ts';
import { readPage } from '../../../../../lambdas/api/parts/page.ts';

const listOf = (length: number) => {
  const all = Array.from({ length }, (_, n) => String(n).padStart(4, '0'));
  const reads: number[] = [];
  return {
    reads,
    sortKeyOf: (entry: string) => entry,
    async list({ begin = '', limit = 0 }) {
      reads.push(limit);
      return all.filter((entry) => entry >= begin).slice(0, limit);
    },
  };
};

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

it('ends a page early where hardly anything may be seen', async () => {
  const page = await readPage({ limit: 1 }, { ...listOf(2000), isSeen: () => false });
  expect(page).toEqual({ entries: [], nextCursor: cursorOf('0500') });
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
