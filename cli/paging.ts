/** Lists come in pages: the option that names one, the line that leads to the next, and all pages for whoever may overlook nothing. */
import { type Command, Option } from 'commander';

export function cursorOption(): Option {
  return new Option('--cursor <cursor>', 'the next page, as the page before named it');
}

/**
 * A page, and the command that reads the next one: `self` with all that was given to it. A page may be empty and not the last
 * one; `none` is said where the list ends without any line.
 */
export function pageInWords(self: Command, lines: string[], nextCursor: string | null, none: string): string[] {
  return nextCursor ? [...lines, moreLine(self, nextCursor)] : lines.length === 0 ? [none] : lines;
}

function moreLine(self: Command, nextCursor: string): string {
  const path: Command[] = [];
  for (let each: Command | null = self; each; each = each.parent) path.unshift(each);
  const given = path.flatMap((each) => each.options.flatMap((option) => wordsOf(each, option)));
  return ['More: ', ...path.map((each) => each.name()), ...self.args, ...given, '--cursor', nextCursor].join(' ');
}

/** An option as it was given; nothing where it was not. */
function wordsOf(command: Command, option: Option): string[] {
  const name = option.attributeName();
  if (name === 'cursor' || command.getOptionValueSource(name) !== 'cli') return [];
  const value: unknown = command.getOptionValue(name);
  return value === true ? [option.long ?? ''] : [option.long ?? '', String(value)];
}

/** All pages, in their order. */
export async function allPages<Page extends { nextCursor: string | null }>(
  read: (cursor: string | undefined) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    pages.push(page);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return pages;
}
