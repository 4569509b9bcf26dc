/**
 * Parameters of a call: name and value, percent-decoded exactly once. `parseForm` never guesses: what does not decode is
 * said, and names that come twice stay twice, so that who authenticates can refuse them.
 */

export type Parameter = readonly [name: string, value: string];

export interface Form {
  /** In the order of the wire; a name may come twice. */
  parameters: Parameter[];
  /** Some text was no percent-encoded UTF-8; it stands there as it came. */
  malformed: boolean;
}

/** Letters, digits, `-`, `.`, `_`, `~`: what RFC 3986 leaves as it is (section 2.3). */
const UNRESERVED = /^[\w.~-]*$/;

/** RFC 3986, UTF-8, upper-case hexadecimal. `encodeURIComponent` leaves `!'()*` alone, signers do not. Throws on lone surrogates. */
export function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** As if `percentEncode` were applied to its own result: a value, then the list that it stands in. */
export function percentEncodeTwice(text: string): string {
  return UNRESERVED.test(text) ? text : percentEncode(text).replaceAll('%', '%25');
}

/** `application/x-www-form-urlencoded` texts, say the query and the body, as one list: `+` is a space, a lone name has the value ''. */
export function parseForm(...texts: readonly string[]): Form {
  const form: Form = { parameters: [], malformed: false };
  for (const text of texts) {
    for (const pair of text.split('&')) {
      const equals = pair.indexOf('=');
      if (equals >= 0)
        form.parameters.push([decode(pair.slice(0, equals), form), decode(pair.slice(equals + 1), form)]);
      else if (pair !== '') form.parameters.push([decode(pair, form), '']);
    }
  }
  return form;
}

function decode(text: string, form: Form): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    form.malformed = true;
    return text;
  }
}

/** Each name after the one before, by code units: then none comes twice. So most SDKs send them, and signers sort them. */
export function areAscending(parameters: readonly Parameter[]): boolean {
  let before = '';
  for (const [name] of parameters) {
    if (name <= before) return false;
    before = name;
  }
  return true;
}

/** The first name that comes twice. */
export function duplicateIn(parameters: readonly Parameter[]): string | undefined {
  if (areAscending(parameters)) return undefined;
  const seen = new Set<string>();
  return parameters.find(([name]) => seen.size === seen.add(name).size)?.[0];
}
