import {
  aliasesOf,
  cnameTarget,
  commonNameOf,
  namesProblem,
  prefixProblem,
  targetSuffix,
  zoneFileSnippet,
} from '../../../core/alias.ts';

describe('a prefix', () => {
  it.each(['login', 'a', '1', 'log-in', 'a1-b2', 'a'.repeat(63), 'a--b'])('may be %s', (prefix) => {
    expect(prefixProblem(prefix)).toBeUndefined();
  });

  const LETTERS = 'must consist of lower-case letters, digits and inner hyphens';
  it.each([
    ['', 'must not be empty'],
    ['log.in', 'must be one label, without dots'],
    ['login.', 'must be one label, without dots'],
    ['a'.repeat(64), 'must have at most 63 characters'],
    ['Login', LETTERS],
    ['log_in', LETTERS],
    ['-login', LETTERS],
    ['login-', LETTERS],
    ['log in', LETTERS],
    ['lögin', LETTERS],
    ['*', LETTERS],
    ['xn--lgin-5qa', 'must not have hyphens in the third and fourth place (reserved for internationalised names)'],
  ])('may not be "%s": %s', (prefix, problem) => {
    expect(prefixProblem(prefix)).toBe(problem);
  });
});

it('makes one alias of each domain', () => {
  expect(aliasesOf('login', ['example.com', 'shop.example.com'])).toEqual([
    'login.example.com',
    'login.shop.example.com',
  ]);
  expect(aliasesOf('login', [])).toEqual([]);
});

describe('the names of a certificate', () => {
  const octets = (length: number) => `${'a'.repeat(length - 4)}.com`;

  it('need one that fits the common name of 64 octets, and the first of these is it', () => {
    expect(namesProblem([octets(65), octets(64)])).toBeUndefined();
    expect(commonNameOf([octets(65), octets(64), 'a.com'])).toBe(octets(64));
  });

  it('have a problem when none does', () => {
    expect(namesProblem([octets(65)])).toBe(
      'at least one name must have at most 64 characters (the common name): choose a shorter prefix, or trust a site with a shorter name as well',
    );
    expect(() => commonNameOf([octets(65)])).toThrow('namesProblem was not asked');
  });

  it('have a problem when one is longer than a name can be', () => {
    expect(namesProblem(['a.com', octets(253)])).toBeUndefined();
    expect(namesProblem(['a.com', octets(254)])).toBe(
      `${octets(254)} has more than 253 characters: choose a shorter prefix`,
    );
  });
});

it('names the target of a site', () => {
  expect(cnameTarget('acme', 'us1.gigya.com')).toBe('acme.sslproxy.us1.gigya.com');
  expect(targetSuffix('eu1.gigya.com')).toBe('.sslproxy.eu1.gigya.com');
});

it('writes the records as lines of a zone file, with dots at the ends', () => {
  expect(zoneFileSnippet(['login.example.com', 'login.example.org'], 'acme.sslproxy.us1.gigya.com')).toBe(
    'login.example.com. 300 IN CNAME acme.sslproxy.us1.gigya.com.\nlogin.example.org. 300 IN CNAME acme.sslproxy.us1.gigya.com.',
  );
  expect(zoneFileSnippet([], 'acme.sslproxy.us1.gigya.com')).toBe('');
});
