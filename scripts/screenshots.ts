/**
 * `npm run screenshots`: writes docs/images/{generate,request,ticket}.png, as README.md shows them. The world is seeded and its time
 * moves only when told to, so that another run changes what has changed on the page and little else.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { TicketRow, TicketView } from '../core/answers-ticket.ts';
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
/** CSS pixels: as wide as README.md is read, as high as nothing of interest is cut. */
const [WIDTH, HEIGHT] = [1080, 4000];
const HELD = `${PREFIX}.blog.example.net`;

const product = await startProduct({ start: BEGINS, seed: 'screenshots', deterministic: true });
const browser = await openBrowser();
try {
  await takeAll();
} finally {
  await browser.close();
  await product.stop();
}

async function takeAll(): Promise<void> {
  const viewport = { width: WIDTH, height: HEIGHT };
  const { page } = await openPage(browser, { viewport, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' });
  mkdirSync(FOLDER, { recursive: true });
  await signIn(page, product);
  await take(page, 'generate', `sites/${SITE.siteId}/generate?prefix=${PREFIX}`, '3 of 5 names are ready.', 1220);
  const requestId = await begin(product);
  await take(page, 'request', `sites/${SITE.siteId}/requests/${requestId}`, '2 of 5 names wait for approval', 900);
  const { ticketId } = await needSupport(product, requestId);
  await signIn(page, product, 'Olga');
  await take(page, 'ticket', `tickets/${ticketId}`, 'Case for AWS Support', 1300);
}

/** What a screen shows, from its heading down to `height`. */
async function take(page: Page, name: string, place: string, shown: string, height: number): Promise<void> {
  await page.goto(`http://localhost:${product.ports.console}/#/${place}`);
  const main = page.locator('#main');
  await main.getByText(shown).first().waitFor();
  const box = await main.boundingBox();
  if (!box) throw new Error('the page shows nothing');
  const clip = { ...box, height: Math.min(height, box.height) };
  const image = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  if (image.length > MOST) throw new Error(`${name}.png has ${image.length} bytes, more than ${MOST}`);
  writeFileSync(new URL(`${name}.png`, FOLDER), image);
  console.log(`docs/images/${name}.png  ${image.length} bytes`);
}

/** The records are right; three of five names are approved. */
async function begin({ call, world }: Product): Promise<string> {
  for (const domain of ['shop.example.com', 'blog.example.net']) mendRecord(product, domain);
  await hours(1);
  const path = `/sites/${SITE.siteId}/certificates`;
  const { requestId } = await call<RequestView>('POST', path, {
    prefix: PREFIX,
    onFindings: 'refuse',
    method: 'EMAIL',
  });
  await until(requestId, ({ status }) => status === 'ACTION_REQUIRED');
  await hours(3);
  for (const name of names().slice(0, 3)) await approve(product, name);
  await call('POST', `${path}/${requestId}/check-again`);
  await world.clock.quiet();
  return requestId;
}

/** A name is held, its owner cannot release it, and CloudFront does not move it. */
async function needSupport({ call, foreign }: Product, requestId: string): Promise<TicketRow> {
  await foreign.holdElsewhere({ alias: HELD });
  for (const name of names().slice(3)) await approve(product, name);
  await until(requestId, ({ step }) => step === 'AwaitRelease');
  await call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/ask-for-help`);
  await until(requestId, ({ aliases }) =>
    aliases.some(({ conditions }) => conditions.conflict?.reason === 'OwnershipTxtMissing'),
  );
  const [ticket] = (await call<{ tickets: TicketRow[] }>('GET', '/tickets')).tickets;
  if (!ticket) throw new Error('no ticket is open');
  const { aliases } = await call<TicketView>('GET', `/tickets/${ticket.ticketId}`);
  for (const { record } of aliases) addProof(product, record);
  await until(requestId, ({ waitingOn }) => waitingOn === 'vendor on-call');
  return ticket;
}

function names(): string[] {
  return trustedUrls(5).map((url) => `${PREFIX}.${new URL(url).hostname.replace(/^\*\./, '')}`);
}

function hours(count: number): Promise<void> {
  return product.world.clock.jumpTo(new Date(product.world.clock.now().getTime() + count * HOUR_MS));
}

async function until(requestId: string, reached: (request: RequestView) => boolean): Promise<void> {
  const path = `/sites/${SITE.siteId}/certificates/${requestId}`;
  const limit = new Date(product.world.clock.now().getTime() + LIMIT_MS);
  await product.world.clock.jumpUntil(async () => reached(await product.call<RequestView>('GET', path)), limit);
}
