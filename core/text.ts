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

/** `a`, `a and b`, `a, b and c`: for people. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? 'none') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
