/**
 * Where the reader is: the address after #, so that every place has a link and the page needs no server of its own. Letters and
 * tickets of the service carry such links; the paths here stay as they are.
 */
import { useMemo, useSyncExternalStore } from 'react';

const part = encodeURIComponent;

export const to = {
  sites: () => '#/',
  register: () => '#/register',
  site: (siteId: string) => `#/sites/${part(siteId)}`,
  generate: (siteId: string, prefix = '') => withQuery(`${to.site(siteId)}/generate`, { prefix }),
  settings: (siteId: string) => `${to.site(siteId)}/settings`,
  request: (siteId: string, requestId: string) => `${to.site(siteId)}/requests/${part(requestId)}`,
  conflict: (siteId: string, requestId: string) => `${to.request(siteId, requestId)}/conflict`,
  workflow: (siteId: string, requestId: string) => `${to.request(siteId, requestId)}/workflow`,
  renewals: () => '#/renewals',
  migrations: () => '#/migrations',
  tickets: () => '#/tickets',
  ticket: (ticketId: string) => `#/tickets/${part(ticketId)}`,
  workflows: () => '#/workflows',
  orphans: () => '#/orphans',
  applications: () => '#/applications',
  members: () => '#/members',
  audit: (siteId = '') => withQuery('#/audit', { siteId }),
  /** `day`: as 2027-01-05, filled in as the day to jump to. */
  clock: (day = '', back = '') => withQuery('#/world/clock', { day, back }),
  mails: (about = '', back = '') => withQuery('#/world/mails', { for: about, back }),
  mail: (id: string, back = '') => withQuery(`#/world/mails/${part(id)}`, { back }),
  zones: () => '#/world/zones',
  /** The zone editor with a record filled in, and the way back to where the reader was. */
  record: (record: { name: string; type: string; value: string }) =>
    withQuery('#/world/zones', { ...record, back: location.hash }),
  others: (name = '', back = '') => withQuery('#/world/others', { name, back }),
  receivers: () => '#/world/receivers',
  troubles: () => '#/world/troubles',
};

function withQuery(path: string, fields: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString();
  return query === '' ? path : `${path}?${query}`;
}

export interface Place {
  /** Its names are encoded, and can be decoded. Empty: there is no such place. */
  path: string;
  query: URLSearchParams;
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => {
    const { pathname, searchParams } = new URL(`${location.origin}/${hash.replace(/^#\/?/, '')}`);
    return { path: canBeDecoded(pathname) ? pathname : '', query: searchParams };
  }, [hash]);
}

/** A mistyped address may name nothing. */
function canBeDecoded(path: string): boolean {
  try {
    return decodeURIComponent(path) !== ''; // looked at: a call for nothing is left out of the built page
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function subscribe(tell: () => void): () => void {
  window.addEventListener('hashchange', tell);
  return () => window.removeEventListener('hashchange', tell);
}

export function go(address: string): void {
  location.hash = address;
}

/** The same place under another address: no step back leads to the old one, and nothing is shown anew. */
export function rename(address: string): void {
  history.replaceState(null, '', address);
}

/**
 * Where the reader was when the session was missed: kept for this tab while the portal signs in, and taken up again once. Whoever
 * signs in without leaving the page is there still.
 */
const MISSED = 'return';

export function keepPlace(): () => void {
  if (location.hash.length > 1) sessionStorage.setItem(MISSED, location.hash);
  return () => sessionStorage.removeItem(MISSED);
}

export function takeUpPlace(): void {
  const kept = sessionStorage.getItem(MISSED);
  sessionStorage.removeItem(MISSED);
  if (kept?.startsWith('#/') && location.hash.length <= 2) rename(kept);
}
