/** The way to a place from the top down, for the bread crumbs. */
import { to } from '../place.ts';
import { createStore } from '../service/store.ts';
import { T } from '../texts.ts';

export interface Crumb {
  text: string;
  href: string;
}

/** Of the place that is shown, itself included. */
export const crumbs = createStore<readonly Crumb[]>([]);

/** What stands above a site, a screen of a site, a screen of a request. */
export const aboveSite = (): Crumb[] => [{ text: T.sites.title, href: to.sites() }];

export const inSite = (siteId: string, name = siteId): Crumb[] => [
  ...aboveSite(),
  { text: name, href: to.site(siteId) },
];

/** `name`: of the site. */
export const inRequest = (siteId: string, requestId: string, prefix?: string, name?: string): Crumb[] => [
  ...inSite(siteId, name),
  { text: prefix ? T.request.title(prefix) : requestId, href: to.request(siteId, requestId) },
];
