/** Light and quick: what the first load weighs, how soon it can be used, and that a hundred names and a thousand requests stay smooth. */
import { gzipSync } from 'node:zlib';
import type { ConditionView, RequestView } from '../../core/api/answers-certificates.ts';
import { trustedUrls } from '../../local/scenery.ts';
import { type Visit, visitConsole } from './console.ts';

let visit: Visit;

beforeAll(async () => {
  visit = await visitConsole();
});

afterAll(() => visit?.leave());

/** Milliseconds that the page takes to show a heading, by its own clock. */
async function msUntil(heading: string): Promise<number> {
  await visit.page.getByRole('heading', { name: heading }).first().waitFor();
  return visit.page.evaluate<number>('performance.now()');
}

describe('the first load', () => {
  it('weighs less than 400 kB of JavaScript, compressed', async () => {
    const page = await visit.page.context().newPage();
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => void (response.url().endsWith('.js') && scripts.push(response.body())));
    await page.goto(`${visit.url}/`);
    await page.getByRole('link', { name: 'Acme Stores' }).waitFor();
    const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
    await page.close();
    expect(bytes).toBeLessThan(400_000);
  });

  it('can be used within a second', async () => {
    await visit.page.goto(`${visit.url}/`);
    await visit.page.reload();
    expect(await msUntil('Sites')).toBeLessThan(1000);
  });
});

it('brings the licences of what it is made of', async () => {
  await visit.press('Appearance');
  const opened = visit.page.context().waitForEvent('page');
  await visit.page.getByRole('menuitem', { name: 'Licences' }).click();
  const page = await opened;
  await page.waitForLoadState();
  const listed = (await page.locator('body').textContent()) ?? '';
  expect(listed).toContain('## react - ');
  const licences = [...listed.matchAll(/^## \S+ - \S+ \((.+)\)$/gm)].map(([, licence]) => licence);
  expect(licences.length).toBeGreaterThan(10);
  expect(new Set(licences)).toEqual(new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'MIT']));
  await page.close();
});

describe('a large site', () => {
  const TARGET = 'acme.sslproxy.us1.gigya.com';
  const AT = '2026-11-21T09:00:00.000Z';
  const names = Array.from({ length: 100 }, (_, index) => `login.store-${index + 1}.example.com`);
  const missing = (alias: string): ConditionView => ({
    status: 'False',
    reason: 'CnameMissing',
    message: `${alias} has no DNS record.`,
    remedy: `Whoever manages the DNS of example.com adds the record: ${alias} CNAME ${TARGET}`,
    actor: 'customer DNS',
    lastChange: AT,
    facts: { alias, expected: TARGET, zone: 'example.com', found: 'no record' },
  });
  const request = (index: number): RequestView => ({
    requestId: `req-20261121-${String(index).padStart(10, '0')}`,
    siteId: 'acme',
    prefix: 'login',
    target: TARGET,
    method: 'EMAIL',
    alongside: [],
    status: index === 0 ? 'ACTION_REQUIRED' : 'FAILED',
    step: index === 0 ? 'AwaitPreflightFix' : 'RecordFailure',
    waitingOn: index === 0 ? 'customer DNS' : 'nobody',
    since: AT,
    deadline: null,
    certificateArn: null,
    notAfter: null,
    failing: null,
    cancelAskedAt: null,
    helpAskedAt: null,
    moveId: null,
    migration: null,
    replaces: null,
    replacedBy: null,
    continues: null,
    without: [],
    leftOut: [],
    offAir: [],
    renewal: null,
    createdAt: AT,
    nextCheckAt: null,
    failure: null,
    aliases: names.map((alias) => ({
      alias,
      conditions: { dns: missing(alias) },
      addresses: [],
      validationRecord: null,
    })),
  });

  it('shows a thousand requests, a page at a time, and finds one', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => ({ ...request(index), aliases: [] }));
    await visit.page.route('**/api/sites/acme/certificates?*', (route) => {
      const begin = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
      const nextCursor = begin + 100 < all.length ? String(begin + 100) : null;
      return route.fulfill({ json: { certificates: all.slice(begin, begin + 100), nextCursor } });
    });
    await visit.visit('#/sites/acme');
    await visit.see('(100+)');
    await visit.press('Show all');
    await visit.see('(1000)');
    const begun = Date.now();
    await visit.page.getByPlaceholder('Find a request by id, prefix or status').fill('0000000777');
    await visit.see('1 match');
    expect(Date.now() - begun).toBeLessThan(1500);
    await visit.picture('site-thousand');
    all.splice(3);
    await visit.see('Nothing matches.');
    expect(await visit.page.getByPlaceholder('Find a request by id, prefix or status').count()).toBe(1);
    await visit.press('Clear');
    await visit.see('req-20261121-0000000002');
  });

  it('sorts them both ways, and says by what', async () => {
    const column = visit.page.getByRole('columnheader', { name: 'Request' }).first();
    const first = visit.page.getByRole('link', { name: /^req-/ }).first();
    await column.getByRole('button').first().click();
    expect([await column.getAttribute('aria-sort'), await first.innerText()]).toEqual([
      'ascending',
      'req-20261121-0000000000',
    ]);
    await column.getByRole('button').first().click();
    expect([await column.getAttribute('aria-sort'), await first.innerText()]).toEqual([
      'descending',
      'req-20261121-0000000002',
    ]);
  });

  it('starts nothing when a name is searched for with Enter', async () => {
    const site = { partnerId: 'acme-stores', name: 'Acme Eight', dataCenter: 'us1', contacts: [] };
    await visit.story.call('PUT', '/sites/eight', { ...site, trustedSiteUrls: trustedUrls(8) });
    const started: string[] = [];
    visit.page.on('request', (request) => request.url().endsWith('/certificates') && started.push(request.url()));
    await visit.visit('#/sites/eight/generate?prefix=login');
    await visit.page.getByLabel('Start by itself when my DNS is right').check();
    await visit.page.getByPlaceholder('Find a name').fill('store-1');
    await visit.page
      .getByRole('button', { name: 'Generate', exact: true })
      .and(visit.page.locator(':enabled'))
      .waitFor();
    await visit.page.getByPlaceholder('Find a name').press('Enter');
    await visit.see('1 match');
    await visit.page.waitForResponse((response) => response.url().endsWith('/world/clock')); // read every second
    expect(started).toEqual([]);
  });

  it('shows a hundred names, those that need a person first, and turns the page', async () => {
    await visit.page.route('**/api/sites/acme/certificates/*', (route) => route.fulfill({ json: request(0) }));
    await visit.page.route('**/history', (route) => route.fulfill({ json: { events: [] } }));
    const begun = Date.now();
    await visit.visit(`#/sites/acme/requests/${request(0).requestId}`);
    await visit.see('100 of 100 names are not ready');
    expect(Date.now() - begun).toBeLessThan(2000);
    await visit.page.getByRole('button', { name: 'Next page' }).click();
    await visit.see('login.store-21.example.com');
    await visit.picture('request-hundred');
  });

  it('fits a screen of 4K', async () => {
    await visit.page.setViewportSize({ width: 3840, height: 2160 });
    await visit.visit('#/sites/acme');
    await visit.picture('4k-site');
  });
});
