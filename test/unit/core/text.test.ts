import { few, fill, isPrintable, list, placesIn, printable, withTimes } from '../../../core/text.ts';

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

it('writes times as people read them, and leaves what only looks like one', () => {
  expect(withTimes('until 2026-11-24T09:00:00.000Z')).toBe('until 24 November 2026 at 09:00 UTC');
  expect(withTimes('its TXT is "2026-99-99T99Z"')).toBe('its TXT is "2026-99-99T99Z"');
  expect(withTimes('2026-13-01T00:00:00Z, 2026-11-24T09:00:00Z', () => 'soon')).toBe('2026-13-01T00:00:00Z, soon');
});

it.each([
  ['a terminal’s title', 'no\u001b]0;mine\u0007', 'no\ufffd]0;mine\ufffd'],
  ['a control sequence of eight bits', '\u009b2J', '\ufffd2J'],
  ['an order of reading', 'evil\u202egpj.exe', 'evil\ufffdgpj.exe'],
  ['half a character', 'a\ud83d', 'a\ufffd'],
  ['a line written over', 'refused\rTaken', 'refused\ufffdTaken'],
  ['nothing but text', 'ab\tü 😀\r\nשלום\n', 'ab\tü 😀\r\nשלום\n'],
])('makes printable what has %s', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(isPrintable(printable(text))).toBe(true);
});
