/** The hand-over in a real browser: one click in the portal, and the console's own calls are somebody's. */
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage, signIn } from '../support/browser.ts';
import { beginStory, type Story } from '../support/product.ts';

let story: Story;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [story, browser] = await Promise.all([beginStory(), openBrowser()]);
  ({ page } = await openPage(browser));
  page.setDefaultTimeout(10_000);
});
afterAll(async () => {
  await browser?.close();
  await story?.stop();
});

/** As the console asks: from its own page. */
const ask = (method: string, path: string) =>
  page.evaluate(
    `fetch('/api${path}', { method: '${method}' }).then(async (answer) => [answer.status, await answer.json()])`,
  );

it('signs in by one click, keeps the cookies from scripts, and signs out', async () => {
  await signIn(page, story, 'Ann');
  expect(await ask('GET', '/session')).toMatchObject([200, { UID: 'ann', partnerId: 'acme-stores' }]);
  expect(await page.evaluate('document.cookie')).toBe('');
  expect(await ask('POST', '/sites/acme/certificates/req-1/check-again')).toMatchObject([
    404,
    { code: 'RequestUnknown' },
  ]);
  expect(await ask('DELETE', '/session')).toEqual([200, { signedIn: false }]);
  expect(await ask('GET', '/sites')).toMatchObject([403, { code: 'NotSignedIn' }]);
});
