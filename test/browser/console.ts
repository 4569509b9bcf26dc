/** A story with its console in a real browser: pages, presses by visible labels, pictures, axe. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { ProductOptions } from '../../local/product.ts';
import { openBrowser, openPage, signIn } from '../support/browser.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ROOT = join(__dirname, '..', '..');
const SCREENSHOTS = join(ROOT, 'build', 'screenshots');
const AXE = readFileSync(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
/** More jumps than any journey needs; reaching it means that something is stuck. */
const MOST_JUMPS = 80;

type Person = 'Pat' | 'Olga' | 'Ann' | 'Rob' | 'Gil';

export interface Visit {
  story: Story;
  browser: Browser;
  page: Page;
  /** Address of the console, without a slash at its end. */
  url: string;
  /** Through the portal, as one of the world's people; whoever was signed in is not any more. */
  signIn(name: Person): Promise<void>;
  /** What the browser's console complained of. */
  complaints: string[];
  press(name: string | RegExp): Promise<void>;
  follow(name: string | RegExp): Promise<void>;
  see(text: string | RegExp): Promise<void>;
  fill(label: string, text: string): Promise<void>;
  /** What asks on top of the screen, and the press that says yes. */
  dialog: Locator;
  confirm(name: string): Promise<void>;
  /** Goes to an address after the #, and waits until its screen is there. */
  visit(hash: string): Promise<void>;
  /** Jumps from event to event until the page says so. */
  jumpUntil(text: string | RegExp): Promise<void>;
  /** A picture, and what axe finds wrong on it: nothing. */
  picture(name: string): Promise<void>;
  leave(): Promise<void>;
}

/** The start page, as `person` sees it; null: nobody is signed in. */
export async function visitConsole(
  options: ProductOptions = {},
  person: Person | null = 'Ann',
  context: BrowserContextOptions = {
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  },
): Promise<Visit> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const [story, browser] = await Promise.all([beginStory(options), openBrowser()]);
  const { page, complaints } = await openPage(browser, context);
  page.setDefaultTimeout(10_000);
  const url = `http://localhost:${story.ports.console}`;
  const acts = actsOn(page, url, story);
  await (person ? acts.signIn(person) : page.goto(`${url}/`));
  const leave = async () => {
    await browser.close();
    await story.stop();
  };
  return { story, browser, page, url, complaints, ...acts, leave };
}

function actsOn(page: Page, url: string, story: Story) {
  const main = page.locator('#main');
  const quiet = () => main.getByText('Loading …', { exact: true }).first().waitFor({ state: 'detached' });
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  return {
    press,
    dialog,
    confirm: (name: string) => dialog.getByRole('button', { name, exact: true }).click(),
    follow: (name: string | RegExp) => main.getByRole('link', { name }).first().click(),
    see: (text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor(),
    fill: (label: string, text: string) => main.getByLabel(label, { exact: true }).fill(text),

    async signIn(name: Person) {
      await signIn(page, story, name);
      await page.locator('#main h1').first().waitFor();
    },

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
      await page.mouse.move(0, 0); // what appears under the pointer is of no screen, and appears when it likes
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
