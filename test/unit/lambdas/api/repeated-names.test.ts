import { repeatedNames } from '../../../../lambdas/api/repeated-names.ts';

it.each([
  ['{}', []],
  ['{"a":1,"b":2}', []],
  ['{"a":1,"a":1}', ['a']],
  ['{"a" : 1, "b": 2, "a"\n: 3, "b": 4, "a": 5}', ['a', 'b']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"a":"a","b":"a"}', []],
  ['{"a":["a","a"],"b":"\\"a\\":1"}', []],
  ['{"a":{"b":1},"b":{"b":1}}', []],
  ['{"a":{"b":1,"b":2}}', ['b']],
  ['[{"a":1},{"a":2}]', []],
  ['{"__proto__":1,"__proto__":2}', ['__proto__']],
  ['{"a\\\\":1,"a":"}","b":"{","a\\\\":2}', ['a\\']],
  ['', []],
])('of %j are %j', (json, names) => {
  expect(repeatedNames(json)).toEqual(names);
});

it('are found in the largest body that is taken, and in one long text', () => {
  const urls = Array.from({ length: 100 }, (_, index) => `https://${'a'.repeat(2000)}.example/${index}`);
  expect(repeatedNames(`{"trustedSiteUrls":${JSON.stringify(urls)},"name":1,"name":2}`)).toEqual(['name']);
  expect(repeatedNames(JSON.stringify({ note: '\\"'.repeat(60_000), text: 'x'.repeat(130_000) }))).toEqual([]);
});
