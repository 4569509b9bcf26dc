/** A real browser for a test: chromium from npm, or the one that CHROMIUM_PATH names. Whatever its console complains of is kept. */
import chromiumPack from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Story } from './stories/product.ts';

/** Not the package's own arguments: those run everything in one process, where a second page crashes, and switch web security off. */
const ARGUMENTS = ['--no-sandbox', '--headless=shell', '--disable-gpu'];

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromiumPack.executablePath());
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A page, and what went wrong in it: console errors (a breach of the content security policy is one) and uncaught exceptions. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  const listen = (opened: Page) => {
    opened.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    opened.on('pageerror', (error) => complaints.push(String(error)));
  };
  context.on('page', listen);
  return { page: await context.newPage(), complaints };
}

/** Comes to the console from the vendor's portal, as one of its people. */
export async function signIn(page: Page, { ports }: Pick<Story, 'ports'>, name = 'Ann'): Promise<void> {
  const console = `http://localhost:${ports.console}`;
  await page.goto(`${console}/portal`);
  await page.getByRole('button', { name: `Sign in as ${name}`, exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/');
}
