/** What parts of every screen say. */
import { count } from './count.ts';

export const PARTS = {
  common: {
    copy: (what: string) => `Copy ${what}`,
    copied: 'Copied',
    notCopied: 'This browser does not let the page copy',
    none: '–',
    cancel: 'Back',
    filter: 'Find',
    matches: (number: number) => count(number, 'match', 'matches'),
    noMatch: 'Nothing matches.',
    clearFilter: 'Clear',
    entry: (number: number, what: string) => `Entry ${number} ${what}`,
    inPart: (number: number) => `These are the first ${number}.`,
    showAll: 'Show all',
    since: 'since',
    you: (who: string) => `${who} (you)`,
    by: (who: string) => `by ${who}`,
  },
};
