/** The page shows each of its own texts somewhere. */
import { T } from '../../console/texts.ts';
import { filesUnder, missing, read } from '../support/repository.ts';

const sources = [...filesUnder('console', '.ts'), ...filesUnder('console', '.tsx')].map(read).join('\n');
/** `T.site.empty`, on one line or two, and `T.clock` of which any may be shown. */
const named = [...sources.matchAll(/\bT\.(\w+)(?:\s*\.(\w+))?/g)];

it.each(Object.entries(T))('shows every text of %s', (name, texts) => {
  const shown = named.filter(([, group]) => group === name).map(([, , text]) => text);
  expect(shown.includes(undefined) ? [] : missing(Object.keys(texts), shown.map(String))).toEqual([]);
});
