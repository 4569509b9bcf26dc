/**
 * Has a bundle prepare the Public Suffix List when it is first asked, not when it is loaded: tldts hashes its ten thousand labels then,
 * which takes a fifth of the time of a cold start, and most calls ask for none.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** How tldts takes its list; a module that is required is evaluated by its first use. */
const AT_ONCE = "import suffixLookup from './src/suffix-trie';";
const WHEN_ASKED = "const suffixLookup = (...asked) => require('./src/suffix-trie').default(...asked);";

/** Throws, and so ends the build, where tldts takes its list in another way. */
export function preparePublicSuffixesWhenAsked(): Plugin {
  return {
    name: 'prepare-public-suffixes-when-asked',
    setup(build) {
      build.onLoad({ filter: /tldts[/\\]dist[/\\]es6[/\\]index\.js$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        if (!source.includes(AT_ONCE)) throw new Error(`${path} does not take its list by: ${AT_ONCE}`);
        return { contents: source.replace(AT_ONCE, WHEN_ASKED), loader: 'js' };
      });
    },
  };
}
