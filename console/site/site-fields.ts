/** What stands in the form of a site, and how two people's changes of it come together. */
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { linesOf } from '../parts/lines.ts';

export const BLANK = {
  siteId: '',
  name: '',
  dataCenter: 'us1',
  apiKey: '',
  partnerId: '',
  trustedSiteUrls: '',
  contacts: '',
  ssoGroup: '',
  webhookUrl: '',
};
export type Fields = typeof BLANK;
export type Field = keyof Fields;

export const FIELDS = Object.keys(BLANK) as Field[];
/** One entry a line. */
const LISTS: readonly Field[] = ['trustedSiteUrls', 'contacts'];

export function fieldsOf(site: SiteAnswer): Fields {
  const { siteId, name, dataCenter, apiKey, partnerId, ssoGroup = '', webhookUrl = '' } = site;
  const lists = { trustedSiteUrls: site.trustedSiteUrls.join('\n'), contacts: site.contacts.join('\n') };
  return { siteId, name, dataCenter, apiKey, partnerId, ssoGroup, webhookUrl, ...lists };
}

export function isSame(one: Fields, other: Fields): boolean {
  return FIELDS.every((field) => one[field] === other[field]);
}

/** What is left out is no more, so all of it is said; what was left empty is not. */
export function inputOf({ siteId, name, dataCenter, apiKey, trustedSiteUrls, contacts, ...others }: Fields) {
  const given = Object.entries(others).filter(([, text]) => text.trim() !== '');
  return {
    siteId: siteId.trim(),
    name: name.trim(),
    dataCenter,
    apiKey: apiKey.trim(),
    trustedSiteUrls: linesOf(trustedSiteUrls),
    contacts: linesOf(contacts),
    ...Object.fromEntries(given.map(([field, text]) => [field, text.trim()])),
  };
}

/** Of one field: what it is now and was not typed, and what was typed and it is not; undefined where nothing was. */
export interface Difference {
  field: Field;
  now: readonly string[];
  typed: readonly string[] | undefined;
}

/** `begun`: what the reader began with. */
export function differences(typed: Fields, begun: Fields, now: Fields): Difference[] {
  return FIELDS.filter((field) => typed[field] !== now[field]).map((field) => {
    const [mine, present] = [linesOf(typed[field]), linesOf(now[field])];
    return {
      field,
      now: lacking(mine, present),
      typed: typed[field] === begun[field] ? undefined : lacking(present, mine),
    };
  });
}

/** What was typed, over what it is now: what the reader has not touched is as somebody else has made it. */
export function rebased(typed: Fields, begun: Fields, now: Fields): Fields {
  const rebasedField = (field: Field) => {
    if (typed[field] === begun[field]) return now[field];
    return LISTS.includes(field) && now[field] !== begun[field]
      ? rebasedLines(linesOf(typed[field]), linesOf(begun[field]), linesOf(now[field])).join('\n')
      : typed[field];
  };
  return Object.fromEntries(FIELDS.map((field) => [field, rebasedField(field)])) as Fields;
}

/** Entry by entry, so that none that somebody else has added is lost. */
function rebasedLines(typed: string[], begun: string[], now: string[]): string[] {
  const takenOut = lacking(typed, begun);
  return [...lacking(takenOut, now), ...lacking([...begun, ...now], typed)];
}

/** Those that `among` does not have. */
function lacking(among: readonly string[], lines: readonly string[]): string[] {
  return lines.filter((line) => !among.includes(line));
}
