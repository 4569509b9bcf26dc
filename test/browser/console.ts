/** A story with its console in a real browser: pages, presses by visible labels, pictures, axe. */
import { mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createConsoleFiles } from '../../console/serve.ts';
import type { ProductOptions } from '../../local/product.ts';
import { openBrowser, openPage } from '../support/browser.ts';
import { beginStory, type Story } from '../support/product.ts';

const ROOT = join(__dirname, '..', '..');
const SCREENSHOTS = join(ROOT, 'build', 'screenshots');
const AXE = readFileSync(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
/** More jumps than any journey needs; reaching it means that something is stuck. */
const MOST_JUMPS = 80;

export interface Visit {
  story: Story;
  browser: Browser;
  page: Page;
  /** Address of the console, without a slash at its end. */
  url: string;
  /** Ends the session behind the page's back, or begins one. */
  signedIn(is: boolean): void;
  /** What the browser's console complained of. */
  complaints: string[];
  press(name: string | RegExp): Promise<void>;
  follow(name: string | RegExp): Promise<void>;
  see(text: string | RegExp): Promise<void>;
  fill(label: string, text: string): Promise<void>;
  /** Goes to an address after the #, and waits until its screen is there. */
  visit(hash: string): Promise<void>;
  /** Jumps from event to event until the page says so. */
  jumpUntil(text: string | RegExp): Promise<void>;
  /** A picture, and what axe finds wrong on it: nothing. */
  picture(name: string): Promise<void>;
  leave(): Promise<void>;
}

export async function visitConsole(
  options: ProductOptions = {},
  context: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' },
): Promise<Visit> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const [story, browser] = await Promise.all([beginStory(options), openBrowser()]);
  const door = await openDoor(story);
  const { page, complaints } = await openPage(browser, context);
  page.setDefaultTimeout(10_000);
  await page.goto(`${door.url}/`);
  const acts = actsOn(page, door.url);
  const leave = async () => {
    await browser.close();
    await door.close();
    await story.stop();
  };
  return { story, browser, page, url: door.url, complaints, signedIn: door.signedIn, ...acts, leave };
}

function actsOn(page: Page, url: string) {
  const main = page.locator('#main');
  const quiet = () => main.getByText('Loading …', { exact: true }).first().waitFor({ state: 'detached' });
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click();
  return {
    press,
    follow: (name: string | RegExp) => main.getByRole('link', { name }).first().click(),
    see: (text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor(),
    fill: (label: string, text: string) => main.getByLabel(label, { exact: true }).fill(text),

    async visit(hash: string) {
      await page.goto(`${url}/${hash}`);
      await page.locator('#main h1').first().waitFor();
      await quiet();
    },

    async jumpUntil(text: string | RegExp) {
      const wanted = main.getByText(text, { exact: true }).first();
      for (let jumps = 0; jumps < MOST_JUMPS; jumps++) {
        if (await wanted.isVisible()) return;
        const moved = page.waitForResponse((response) => response.url().endsWith('/world/clock/jump'));
        await press('Jump to next event');
        await moved;
        await page.locator('#clock button[aria-disabled=true]').first().waitFor({ state: 'detached' });
      }
      throw new Error(`${text} was not reached; the page says: ${await main.innerText()}`);
    },

    async picture(name: string) {
      await page.locator('#main h1').first().waitFor();
      await quiet();
      // As high as the page: a full-page picture resizes the window behind the page's back, and the navigation closes itself.
      const window = page.viewportSize();
      if (!window) throw new Error('a page of no size');
      const height = await page.evaluate<number>('document.documentElement.scrollHeight');
      await page.setViewportSize({ width: window.width, height: Math.max(window.height, height) });
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
      await page.setViewportSize(window);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<{ violations: Violation[] }>(
        'axe.run(document, { resultTypes: ["violations"] })',
      );
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect({ screen: name, found }).toEqual({ screen: name, found: [] });
    },
  };
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

interface Door {
  url: string;
  signedIn(is: boolean): void;
  close(): Promise<void>;
}

const PLATFORM = {
  UID: 'pat',
  partnerId: null,
  sites: '*',
  permissions: [
    'sites.read',
    'sites.write',
    'certificates.read',
    'certificates.write',
    'tickets',
    'applications',
    'members',
    'audit',
  ],
  expiresAt: '2026-11-21T10:00:00.000Z',
};

/** The console's files, and behind the same origin all that the product answers. */
async function openDoor(story: Story): Promise<Door> {
  let isSignedIn = true;
  const files = createConsoleFiles();
  const product = `http://localhost:${story.ports.console}`;
  const fetchFrom = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (!/^\/(api|world|approvals|portal)(\/|$)/.test(pathname)) return files.answer(pathname);
    if (pathname.startsWith('/api/') && !isSignedIn)
      return Response.json({ code: 'NotSignedIn', detail: 'The call does not say who makes it.' }, { status: 403 });
    if (pathname === '/api/session') return Response.json(PLATFORM);
    const headers = new Headers(request.headers);
    if (headers.has('origin')) headers.set('origin', product);
    const body = ['GET', 'HEAD'].includes(request.method) ? {} : { body: await request.arrayBuffer() };
    const answer = await fetch(`${product}${pathname}${search}`, {
      method: request.method,
      headers,
      redirect: 'manual',
      ...body,
    });
    return new Response(answer.body, answer);
  };
  await files.prepare();
  const server = await new Promise<ServerType>((resolve) => {
    const opened: ServerType = serve({ fetch: fetchFrom, port: 0, hostname: '127.0.0.1' }, () => resolve(opened));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    signedIn: (is) => {
      isSignedIn = is;
    },
    close: () =>
      new Promise((resolve) => {
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
