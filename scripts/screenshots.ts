/**
 * `npm run screenshots`: writes docs/images/{generate,request,ticket}.png, as README.md shows them. Each is taken
 * in a seeded world of its own, in which nobody looks before the picture: another run changes what has changed on the page, and
 * nothing else.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { TicketRow, TicketView } from '../core/api/answers-ticket.ts';
import type { RequestView } from '../core/view.ts';
import { addProof, approve, mendRecord } from '../local/people.ts';
import { type Product, startProduct } from '../local/product.ts';
import { PREFIX, SITE, trustedUrls } from '../local/scenery.ts';
import { openBrowser, openPage, signIn } from '../test/support/browser.ts';

const FOLDER = new URL('../docs/images/', import.meta.url);
const BEGINS = new Date('2026-11-21T09:00:00Z');
const HOUR_MS = 3_600_000;
/** Longer than any wait on the way. */
const LIMIT_MS = 96 * HOUR_MS;
/** Bytes that a reader of README.md loads for each. */
const MOST = 150_000;
/** CSS pixels: as wide as README.md is read, and high enough for every screen. */
const VIEWPORT = { width: 960, height: 4000 };
/** CSS pixels around what a screen shows. */
const MARGIN = 20;
const CERTIFICATES = `/sites/${SITE.siteId}/certificates`;
const HELD = `${PREFIX}.blog.example.net`;

interface Shot {
  name: string;
  person: string;
  /** Brings the world to where it is of interest; the address of the screen. */
  prepare: (product: Product) => Promise<string>;
  /** A text that is there when the screen is whole. */
  shown: string;
  /** CSS pixels from its heading down: to the end of a row. */
  height: number;
}

const SHOTS: readonly Shot[] = [
  {
    name: 'generate',
    person: 'Ann',
    prepare: async () => `sites/${SITE.siteId}/generate?prefix=${PREFIX}`,
    shown: '3 of 5 names are ready.',
    height: 1016,
  },
  {
    name: 'request',
    person: 'Ann',
    prepare: async (product) => `sites/${SITE.siteId}/requests/${await begin(product)}`,
    shown: '2 of 5 names wait for approval',
    height: 924,
  },
  {
    name: 'ticket',
    person: 'Olga',
    prepare: async (product) => `tickets/${await needSupport(product, await begin(product))}`,
    shown: 'Case for AWS Support',
    height: 1152,
  },
];

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
try {
  for (const shot of SHOTS) await take(browser, shot);
} finally {
  await browser.close();
}

async function take(browser: Browser, { name, person, prepare, shown, height }: Shot): Promise<void> {
  const product = await startProduct({ start: BEGINS, seed: 'screenshots', deterministic: true });
  try {
    const place = await prepare(product);
    const settings = { viewport: VIEWPORT, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' } as const;
    const { page } = await openPage(browser, settings);
    await signIn(page, product, person);
    await page.goto(`http://localhost:${product.ports.console}/#/${place}`);
    const main = page.locator('#main');
    await main.getByText(shown).first().waitFor();
    const box = await main.boundingBox();
    if (!box) throw new Error(`${place} shows nothing`);
    const clip = { x: box.x - MARGIN, y: box.y - MARGIN, width: box.width + 2 * MARGIN, height: height + MARGIN };
    const image = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
    if (image.length > MOST) throw new Error(`${name}.png has ${image.length} bytes, more than ${MOST}`);
    writeFileSync(new URL(`${name}.png`, FOLDER), image);
    console.log(`docs/images/${name}.png  ${image.length} bytes`);
    await page.context().close();
  } finally {
    await product.stop();
  }
}

/** The records are right; three of five names are approved. The request's id. */
async function begin(product: Product): Promise<string> {
  const { call, world } = product;
  for (const domain of ['shop.example.com', 'blog.example.net']) mendRecord(product, domain);
  await hours(product, 1);
  const { requestId } = await call<RequestView>('POST', CERTIFICATES, { prefix: PREFIX, onFindings: 'refuse' });
  await until(product, requestId, ({ status }) => status === 'ACTION_REQUIRED');
  await hours(product, 3);
  for (const name of names().slice(0, 3)) await approve(product, name);
  await call('POST', `${CERTIFICATES}/${requestId}/check-again`);
  await world.clock.quiet();
  return requestId;
}

/** A name is held, its owner cannot release it, and CloudFront does not move it. The ticket's id. */
async function needSupport(product: Product, requestId: string): Promise<string> {
  const { call, foreign } = product;
  await foreign.holdElsewhere({ alias: HELD });
  for (const name of names().slice(3)) await approve(product, name);
  await until(product, requestId, ({ step }) => step === 'AwaitRelease');
  await call('POST', `${CERTIFICATES}/${requestId}/ask-for-help`);
  await until(product, requestId, ({ aliases }) =>
    aliases.some(({ conditions }) => conditions.conflict?.reason === 'OwnershipTxtMissing'),
  );
  const [ticket] = (await call<{ tickets: TicketRow[] }>('GET', '/tickets')).tickets;
  if (!ticket) throw new Error('no ticket is open');
  const { aliases } = await call<TicketView>('GET', `/tickets/${ticket.ticketId}`);
  for (const { record } of aliases) addProof(product, record);
  await until(product, requestId, ({ waitingOn }) => waitingOn === 'vendor on-call');
  return ticket.ticketId;
}

function names(): string[] {
  return trustedUrls(5).map((url) => `${PREFIX}.${new URL(url).hostname.replace(/^\*\./, '')}`);
}

function hours({ world: { clock } }: Product, count: number): Promise<void> {
  return clock.jumpTo(new Date(clock.now().getTime() + count * HOUR_MS));
}

async function until(
  { call, world: { clock } }: Product,
  requestId: string,
  reached: (request: RequestView) => boolean,
): Promise<void> {
  const isReached = async () => reached(await call<RequestView>('GET', `${CERTIFICATES}/${requestId}`));
  await clock.jumpUntil(isReached, new Date(clock.now().getTime() + LIMIT_MS));
}
