import { createSortedKeys, type Range } from '../../../local/sorted-keys.ts';

function keysOf(...added: string[]) {
  const keys = createSortedKeys();
  for (const key of added) keys.add(key);
  return { ...keys, all: (range: Range = {}) => [...keys.within(range)] };
}

it('gives keys in order, whatever the order in which they came', () => {
  expect(keysOf('c', 'a', 'b').all()).toEqual(['a', 'b', 'c']);
});

it.each<[string, Range, string[]]>([
  ['from one on, it included', { gte: 'b' }, ['b', 'c', 'd']],
  ['after one', { gt: 'b' }, ['c', 'd']],
  ['up to one, it included', { lte: 'c' }, ['a', 'b', 'c']],
  ['before one', { lt: 'c' }, ['a', 'b']],
  ['between two that are not there', { gte: 'aa', lt: 'cc' }, ['b', 'c']],
  ['the first so many', { gte: 'a', limit: 2 }, ['a', 'b']],
  ['all where the limit is -1', { limit: -1 }, ['a', 'b', 'c', 'd']],
  ['from the end', { reverse: true }, ['d', 'c', 'b', 'a']],
  ['the last so many of a range', { gte: 'a', lt: 'd', reverse: true, limit: 2 }, ['c', 'b']],
  ['the last ones up to one', { gt: 'a', lte: 'c', reverse: true }, ['c', 'b']],
  ['nothing behind the last', { gt: 'd' }, []],
  ['nothing before the first', { lt: 'a', reverse: true }, []],
])('finds %s', (_, range, found) => {
  expect(keysOf('a', 'b', 'c', 'd').all(range)).toEqual(found);
});

it('forgets a key that is taken away, and no other', () => {
  const keys = keysOf('a', 'b', 'c');
  keys.delete('b');
  keys.delete('x');
  expect(keys.all()).toEqual(['a', 'c']);
});

it('is empty again, and takes keys again', () => {
  const keys = keysOf('a');
  keys.delete('a');
  expect(keys.all()).toEqual([]);
  keys.add('b');
  expect(keys.all({ reverse: true })).toEqual(['b']);
});

it('keeps thousands in order, added and taken away in any', () => {
  const named = (n: number) => `key-${String(n).padStart(4, '0')}`;
  // 7 and 3,000 have no common factor: each number below 3,000 once, in a scattered order.
  const scattered = Array.from({ length: 3000 }, (_, n) => named((n * 7) % 3000));
  const keys = keysOf(...scattered);
  for (const key of scattered.filter((_, index) => index % 2 === 1)) keys.delete(key);
  const left = scattered.filter((_, index) => index % 2 === 0).sort();
  expect(keys.all()).toEqual(left);
  expect(keys.all({ reverse: true })).toEqual([...left].reverse());
  expect(keys.all({ gte: 'key-1000', limit: 3 })).toEqual(left.filter((key) => key >= 'key-1000').slice(0, 3));
});
