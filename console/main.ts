/** The page: what the address after # names is loaded and shown; a lost or refused load says so in its place. */
import { Problem } from './api.ts';
import { showClock } from './clock.ts';
import { byId, type Child, h, nodesOf } from './element.ts';
import { keepLive, leavePage } from './live.ts';
import { requestPage } from './request-page.ts';
import { findWorld, isLocal } from './simulation.ts';
import { sitePage } from './site-page.ts';
import { sitesPage } from './sites-page.ts';
import { alertBox, problemAlert } from './widgets.ts';
import { mailPage, mailsPage, zonesPage } from './world-page.ts';

type Page = (names: string[], query: URLSearchParams) => Promise<Child>;

const PAGES: readonly [RegExp, Page][] = [
  [/^\/$/, () => sitesPage()],
  [/^\/sites\/([^/]+)$/, ([siteId = ''], query) => sitePage(siteId, query.get('prefix') ?? '')],
  [/^\/sites\/([^/]+)\/requests\/([^/]+)$/, ([siteId = '', requestId = '']) => requestPage(siteId, requestId)],
  [/^\/world(?:\/mails)?$/, (_, query) => mailsPage(query.get('for') ?? '')],
  [/^\/world\/mails\/([^/]+)$/, ([id = '']) => mailPage(id)],
  [/^\/world\/zones$/, (_, query) => zonesPage(query)],
];

let opening = 0;

async function open(): Promise<void> {
  const mine = ++opening;
  leavePage();
  const main = byId('main');
  const { pathname, searchParams } = new URL(location.hash.slice(1) || '/', location.origin);
  showNavigation(pathname);
  main.setAttribute('aria-busy', 'true');
  const content = await contentOf(pathname, searchParams);
  if (mine !== opening) return; // the reader has gone on meanwhile
  main.replaceChildren(...nodesOf(content));
  main.removeAttribute('aria-busy');
  const heading = main.querySelector('h1')?.textContent;
  document.title = heading ? `${heading} – First-party certificates` : 'First-party certificates';
  main.focus();
}

async function contentOf(pathname: string, query: URLSearchParams): Promise<Child> {
  for (const [pattern, page] of PAGES) {
    const names = pattern.exec(pathname)?.slice(1);
    if (!names) continue;
    try {
      return await page(names.map(decodeURIComponent), query);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const again = h('button', { type: 'button', onclick: open }, 'Try again');
      if (error instanceof Problem) return [problemAlert(error, again)];
      if (error.name === 'ConnectionLost') return [alertBox('error', error.message, h('p', {}, again))];
      throw error;
    }
  }
  return [alertBox('warning', 'There is no such page.', h('p', {}, h('a', { href: '#/' }, 'All sites')))];
}

function showNavigation(pathname: string): void {
  const link = (href: string, text: string, here: boolean) =>
    h('a', { href, 'aria-current': here ? 'page' : undefined }, text);
  const inWorld = pathname.startsWith('/world');
  byId('nav').replaceChildren(
    link('#/', 'Sites', !inWorld),
    ...(isLocal() ? [link('#/world/mails', 'Mailboxes', inWorld && !pathname.includes('zones'))] : []),
    ...(isLocal() ? [link('#/world/zones', 'DNS', pathname.includes('zones'))] : []),
  );
}

await findWorld();
if (isLocal()) await showClock();
window.addEventListener('hashchange', () => open());
byId('skip').addEventListener('click', (event) => {
  event.preventDefault(); // the address after # names a page, not a place in it
  byId('main').focus();
});
await open();
await keepLive();
