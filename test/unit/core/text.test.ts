import { few, fill, list, placesIn } from '../../../core/text.ts';

describe('filling', () => {
  it.each([
    ['{alias} has no CNAME', { alias: 'a.example.com' }, 'a.example.com has no CNAME'],
    ['{a} and {b} and {a}', { a: '1', b: '2' }, '1 and 2 and 1'],
    ['nothing to fill', {}, 'nothing to fill'],
    ['{found}', { found: '$& {alias} $1' }, '$& {alias} $1'],
    ['{empty}', { empty: '' }, ''],
    ['{not a place}', {}, '{not a place}'],
  ])('makes of %s', (template, facts, text) => {
    expect(fill(template, facts as Record<string, string>)).toBe(text);
  });

  it('tells a missing fact loudly', () => {
    expect(() => fill('{alias} has no CNAME', {})).toThrow('the text "{alias} has no CNAME" needs the fact "alias"');
  });
});

it('finds the places of a text', () => {
  expect(placesIn('{alias} points to {found}, not to {expected}.')).toEqual(['alias', 'found', 'expected']);
  expect(placesIn('none')).toEqual([]);
});

it.each([
  [[], 'none'],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('lists %j for people', (items, text) => {
  expect(list(items)).toBe(text);
});

it('lists five names in a sentence, and counts the rest', () => {
  expect(few(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d and e');
  expect(few(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
});
