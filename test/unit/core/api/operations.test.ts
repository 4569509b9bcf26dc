import { OPERATIONS } from '../../../../core/api/operations.ts';

it('gives no route twice', () => {
  const routes = Object.values(OPERATIONS).map(({ method, path }) => `${method} ${path}`);
  expect(routes).toHaveLength(new Set(routes).size);
});

it.each(Object.entries(OPERATIONS))('names every place of its path as a parameter: %s', (_, { path, input }) => {
  const places = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  expect(Object.keys(input.shape)).toEqual(expect.arrayContaining(places));
});

it('fills in what a caller may leave out', () => {
  expect(OPERATIONS['certificates.generate'].input.parse({ siteId: 'acme', prefix: 'login' })).toMatchObject({
    onFindings: 'refuse',
  });
});

it.each([
  ['100 URLs', 100, true],
  ['101 URLs', 101, false],
  ['no URL', 0, false],
])('registers a site with %s: %3$s', (_, count, good) => {
  const trustedSiteUrls = Array.from({ length: count }, (_each, index) => `https://s${index}.example.com`);
  const input = { siteId: 'acme', name: 'Acme', dataCenter: 'us1', trustedSiteUrls, apiKey: '3_AcmeStores' };
  expect(OPERATIONS['sites.register'].input.safeParse(input).success).toBe(good);
});
