/** Texts with named places: `{alias} has no CNAME`. A place without its fact is a bug, told loudly. */

/** Replaces each `{name}` by `facts[name]`. Throws when a fact is missing, so that no customer reads a brace. */
export function fill(template: string, facts: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name];
    if (fact === undefined) throw new Error(`the text "${template}" needs the fact "${name}"`);
    return fact;
  });
}

/** The names of the places in a text, in order of appearance. */
export function placesIn(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

/** `a`, `a and b`, `a, b and c`: for people. Beyond `most`, the rest is counted: `a, b and 98 more`. */
export function list(items: readonly string[], most = items.length): string {
  const [shown, rest] = [items.slice(0, most), items.length - most];
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? 'none') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** More than that nobody reads in a sentence; the conditions tell name by name. Five of the longest stay below 2 kB of a state's 8. */
const MOST_IN_A_SENTENCE = 5;

/** The first five names, the rest counted. */
export function few(names: readonly string[]): string {
  return list(names, MOST_IN_A_SENTENCE);
}

/** Characters of one thing that a stranger's server has said. Names have 253; what is longer nobody reads, and must fit into an item. */
const MOST_OF_ONE = 300;

/** Its beginning, where it is longer than anybody reads. */
export function short(found: string): string {
  return found.length <= MOST_OF_ONE ? found : `${found.slice(0, MOST_OF_ONE)}…`;
}

/** `a, b`: what was found, each in short, the first five of many. */
export function fewFound(found: readonly string[]): string {
  const rest = found.length - MOST_IN_A_SENTENCE;
  const shown = found.slice(0, MOST_IN_A_SENTENCE).map(short).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** Made by its first use: to make one takes longer than to load all of core, and few functions write a letter. */
let inWords: Intl.DateTimeFormat | undefined;

function timeInWords(time: Date): string {
  inWords ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return inWords.format(time);
}

/** The text in pieces, each RFC 3339 time by itself. What only looks like one, as a stranger's DNS record may, is text like the rest. */
export function piecesOf(text: string): { piece: string; isTime: boolean }[] {
  const pieces = text.split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/);
  return pieces.map((piece, at) => ({ piece, isTime: at % 2 === 1 && !Number.isNaN(Date.parse(piece)) }));
}

/** The text with its times as a letter has them: `24 November 2026 at 09:00 UTC`. The console shows them by itself. */
export function withTimes(text: string, inWords = (time: string) => `${timeInWords(new Date(time))} UTC`): string {
  return piecesOf(text)
    .map(({ piece, isTime }) => (isTime ? inWords(piece) : piece))
    .join('');
}

/** What nobody sees and readers stumble over: control characters but tab and line ends, and halves of characters (lone surrogates). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/u;
/** What changes the order in which the characters after it are shown (Unicode's UAX #9). */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/u;
/** A carriage return alone is no line end: what follows it is written over the line. */
const UNTRUSTED = new RegExp(`${UNPRINTABLE.source}|${REORDERING.source}|\\r(?!\\n)`, 'gu');

/** May a text be stored, sent and shown as it is? */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Printable, in one line, and read in the order in which it is written: names stand in subjects and beside other names. */
export function isLine(text: string): boolean {
  return isPrintable(text) && !REORDERING.test(text) && !/[\t\r\n\u2028\u2029]/.test(text);
}

/** A stranger's text as it can be shown anywhere: what commands a terminal, or changes the order of reading, is replaced. */
export function printable(text: string, instead: (character: string) => string = () => '\ufffd'): string {
  return text.replaceAll(UNTRUSTED, instead);
}
