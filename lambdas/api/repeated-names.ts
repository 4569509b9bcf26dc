/**
 * Names that an object in a JSON text has more than once. RFC 8259, section 4, leaves open which of them counts, and `JSON.parse` takes
 * the last and says nothing: two who read one text may see two wishes, so such a text is refused.
 */

/** A string, with the colon after it where it is a name; the beginning and the end of an object. Linear, for no part can match in two ways. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g;

/** Each once. The text must have been read already: of one that is no JSON this means nothing. */
export function repeatedNames(json: string): string[] {
  const repeated = new Set<string>();
  const open: Set<string>[] = [];
  for (const [token, colon] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      const names = open.at(-1);
      if (names?.has(name)) repeated.add(name);
      names?.add(name);
    }
  }
  return [...repeated];
}
