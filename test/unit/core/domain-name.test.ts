import { isLabel, normaliseName, parentOf, registrableDomain } from '../../../core/domain-name.ts';

it.each([
  ['Example.COM.', 'example.com'],
  [' example.com ', 'example.com'],
  ['münchen.de', 'xn--mnchen-3ya.de'],
  ['faß.de', 'xn--fa-hia.de'],
  ['a.b', 'a.b'],
])('normalises %s to %s', (name, normal) => {
  expect(normaliseName(name)).toBe(normal);
});

it.each(['', '.', 'a..b', '-a.com', 'a-.com', 'a_b.com', 'a b.com', 'a/b.com', `${'a.'.repeat(126)}ab`])(
  'knows no host name "%s"',
  (name) => {
    expect(normaliseName(name)).toBeUndefined();
  },
);

it('takes names of up to 253 octets', () => {
  expect(normaliseName(`${'a.'.repeat(125)}abc`)).toHaveLength(253);
  expect(normaliseName(`${'a.'.repeat(125)}abcd`)).toBeUndefined();
});

it.each([
  ['a', true],
  ['a-b', true],
  ['1', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['', false],
  ['A', false],
  ['-a', false],
  ['a-', false],
])('judges the label "%s": %s', (label, good) => {
  expect(isLabel(label)).toBe(good);
});

it.each([
  ['shop.example.com', 'example.com'],
  ['example.com', 'example.com'],
  ['a.b.example.co.uk', 'example.co.uk'],
  ['a.shop.github.io', 'shop.github.io'],
  ['co.uk', undefined],
  ['github.io', undefined],
  ['com', undefined],
  ['192.0.2.1', undefined],
  ['printer.local', undefined],
])('finds who registers %s: %s', (name, domain) => {
  expect(registrableDomain(name)).toBe(domain);
});

it('knows the parent of a name', () => {
  expect(parentOf('login.shop.example.com')).toBe('shop.example.com');
});
