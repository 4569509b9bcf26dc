/** The whole journey in a real browser, by visible labels only: from a wrong record to an active prefix. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from '../support/browser.ts';
import { beginStory, type Story } from '../support/product.ts';

const SCREENSHOTS = join(__dirname, '..', '..', 'build', 'screenshots');
const NAMES = [
  'login.www.example.com',
  'login.shop.example.com',
  'login.www.example.org',
  'login.example.net',
  'login.blog.example.net',
];

let story: Story;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  [story, browser] = await Promise.all([beginStory(), openBrowser()]);
  ({ page, complaints } = await openPage(browser, { viewport: { width: 1200, height: 900 } }));
  page.setDefaultTimeout(10_000);
  await page.goto(`http://localhost:${story.ports.console}/`);
});

afterAll(async () => {
  await browser?.close();
  await story?.stop();
});

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click();
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const picture = (name: string) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });

/** Jumps from event to event until the page says so. */
async function jumpUntil(text: string): Promise<void> {
  for (let jumps = 0; jumps < 60; jumps++) {
    if (await page.locator('main').getByText(text, { exact: true }).first().isVisible()) return;
    const moved = page.waitForResponse((response) => response.url().endsWith('/world/clock/jump'));
    await press('Jump to next event');
    await moved;
    await page.locator('button[aria-busy=true]').waitFor({ state: 'detached' });
  }
  throw new Error(`"${text}" was not reached; the page says: ${await page.locator('main').innerText()}`);
}

/** Each step takes the page as the one before has left it. */
describe('the straight path', () => {
  it('registers a site and shows its CNAME target', async () => {
    await see('What to try');
    await picture('1-sites');
    await page.getByLabel('Site id').fill('globex');
    await page.getByLabel('Name', { exact: true }).fill('Globex');
    await page.getByLabel('Data center').selectOption('eu1');
    await page.getByLabel('Trusted site URLs').fill('https://www.example.org\nhttp://localhost:8080');
    await press('Register site');
    await page.getByRole('heading', { name: 'Globex' }).waitFor();
    await see('globex.sslproxy.eu1.gigya.com');
    await see('localhost is not a public name');
    await picture('2-registered');
  });

  it('shows of each name what is expected, what is found and what to do', async () => {
    await page.getByRole('link', { name: 'Sites', exact: true }).first().click();
    await follow('Acme Stores');
    await page.getByLabel('API domain prefix').fill('login');
    await press('Check');
    await see('3 of 5 names are ready.');
    const findings = page.getByRole('region', { name: 'Result of the check' });
    await findings.getByText('login.blog.example.net has no DNS record.').waitFor();
    await findings.getByText('acme.sslproxy.us1.gigya.com.example.com', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Generate', exact: true }).isDisabled()).toBe(true);
    await picture('3-findings');
  });

  it("puts the records right as the DNS's owner", async () => {
    for (const name of ['login.shop.example.com', 'login.blog.example.net']) {
      await follow(`Put it right (simulated DNS of ${name})`);
      await page.getByRole('heading', { name: `Record for ${name}` }).waitFor();
      expect(await page.getByLabel('Values').inputValue()).toBe('acme.sslproxy.us1.gigya.com');
      if (name === 'login.blog.example.net') await picture('4-dns');
      await press('Save record');
      await see(`${name} CNAME is saved`);
      await follow('Back to where you came from');
      await press('Check');
      await see('names are ready.');
    }
    await press('+1 h'); // caches forget
    await press('Check');
    await see('All 5 names are ready.');
  });

  it('generates by keyboard alone', async () => {
    await page.getByLabel('API domain prefix').focus();
    const focused = page.getByRole('button', { name: 'Generate', exact: true }).and(page.locator(':focus'));
    for (let tabs = 0; tabs < 30; tabs++) {
      await page.keyboard.press('Tab');
      if ((await focused.count()) > 0) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Request req-/ }).waitFor();
  });

  it('says who must act and until when', async () => {
    await jumpUntil('Action required');
    await see('Mailbox owners');
    await see(/in 2 days 23 h|in 3 days/);
    await picture('5-approval');
  });

  it('sends a mail again after asking', async () => {
    await page.getByRole('article', { name: 'login.example.net' }).getByRole('button', { name: 'Resend mail' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resend' }).click();
    await see('The approval mail is sent again for login.example.net.');
  });

  it('takes the approvals from the mailboxes', async () => {
    for (const name of NAMES) {
      await follow('Mailboxes');
      await page.getByLabel('Show only mails with').fill(name);
      await follow(`Certificate request for ${name}`);
      if (name === NAMES[0]) await picture('6-mail');
      const opening = page.waitForEvent('popup');
      await follow('Open the approval page');
      const approval = await opening;
      await approval.getByRole('button', { name: 'I Approve' }).click();
      await approval.getByRole('heading', { name: 'Approved' }).waitFor();
      await approval.close();
    }
  });

  it('is ready when every name serves, and activates the prefix', async () => {
    await page.getByRole('link', { name: 'Sites', exact: true }).first().click();
    await follow('Acme Stores');
    await follow(/^req-/);
    await jumpUntil('Ready to activate');
    await picture('7-ready');
    await press('Activate prefix');
    await see('Prefix login is active.');
    await page.locator('main').getByText('Active', { exact: true }).waitFor();
    await picture('8-active');
  });

  it('fits a narrow screen in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 800 });
    for (const [name, address] of Object.entries({
      sites: '#/',
      site: '#/sites/acme',
      mails: '#/world/mails',
      zones: '#/world/zones',
    })) {
      await page.goto(`http://localhost:${story.ports.console}/${address}`);
      await page.locator('main:not([aria-busy]) h1').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
      await picture(`9-narrow-${name}`);
    }
  });

  it('complains of nothing in the console of the browser', () => {
    expect(complaints).toEqual([]);
  });

  it('tells beneath the field what is wrong with it, and moves the focus there', async () => {
    await page.goto(`http://localhost:${story.ports.console}/#/`);
    await page.getByLabel('Site id').fill('Not_A_Label');
    await press('Register site');
    await see('siteId must consist of lower-case letters, digits and inner hyphens');
    expect(await page.getByLabel('Site id').and(page.locator(':focus')).count()).toBe(1);
  });
});
