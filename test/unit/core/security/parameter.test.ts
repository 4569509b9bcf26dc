import {
  areAscending,
  duplicateIn,
  parseForm,
  percentEncode,
  percentEncodeTwice,
} from '../../../../core/security/parameter.ts';

it.each([
  ['abc012_-.~', 'abc012_-.~'],
  ["!*'()", '%21%2A%27%28%29'],
  ['a b+c/d=', 'a%20b%2Bc%2Fd%3D'],
  ['😀é', '%F0%9F%98%80%C3%A9'],
  ['%7E', '%257E'],
  ['', ''],
])('encodes %j', (text, encoded) => {
  expect(percentEncode(text)).toBe(encoded);
});

it('encodes twice', () => {
  expect(percentEncodeTwice('a b*')).toBe('a%2520b%252A');
  expect(percentEncodeTwice('plain')).toBe('plain');
});

it.each([
  [
    'a blank as plus or %20',
    'a=b+c&d=e%20f',
    [
      ['a', 'b c'],
      ['d', 'e f'],
    ],
  ],
  ['a plus', 'a=b%2Bc', [['a', 'b+c']]],
  ['once', 'a=%2541', [['a', '%41']]],
  ['UTF-8', 'a=%F0%9F%98%80', [['a', '😀']]],
  [
    'empty values and lone names',
    'a=&b',
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  ['an equals sign in a value', 'a=b=c', [['a', 'b=c']]],
  [
    'names that come twice',
    'a=1&a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['nothing between two ampersands', '&&a=1&', [['a', '1']]],
  ['nothing', '', []],
])('decodes %s', (_, text, parameters) => {
  expect(parseForm(text)).toEqual({ parameters, malformed: false });
});

it('reads query and body as one list', () => {
  expect(parseForm('a=1', 'a=2&b=3').parameters).toEqual([
    ['a', '1'],
    ['a', '2'],
    ['b', '3'],
  ]);
});

it.each(['a=%', 'a=%zz', 'a=%C3', 'a=%ED%A0%80', '%E9=1'])('says that %s does not decode', (text) => {
  expect(parseForm(text).malformed).toBe(true);
});

it('still shows the names of a text that does not decode', () => {
  expect(parseForm('x=%zz&secret=abc').parameters).toEqual([
    ['x', '%zz'],
    ['secret', 'abc'],
  ]);
});

it.each([
  [
    'in order',
    [
      ['a', '1'],
      ['b', '2'],
    ],
    undefined,
  ],
  [
    'in any order',
    [
      ['b', '1'],
      ['a', '2'],
    ],
    undefined,
  ],
  [
    'in two cases',
    [
      ['a', '1'],
      ['A', '2'],
    ],
    undefined,
  ],
  [
    'side by side',
    [
      ['a', '1'],
      ['a', '1'],
    ],
    'a',
  ],
  [
    'apart',
    [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ],
    'a',
  ],
] as const)('finds a name that comes twice: %s', (_, parameters, name) => {
  expect(duplicateIn(parameters)).toBe(name);
});

it('sorts by code units: upper case first', () => {
  expect([
    areAscending([
      ['UID', ''],
      ['apiKey', ''],
    ]),
    areAscending([
      ['apiKey', ''],
      ['UID', ''],
    ]),
  ]).toEqual([true, false]);
});
