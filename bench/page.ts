/** The page of last results: what stands between its marks is written by the bench, everything else by people. */

const BEGIN = '<!-- written by npm run bench -- --docs -->';
const END = '<!-- until here -->';

/** Throws when the page has no such marks. */
export function withResults(page: string, results: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page lacks "${BEGIN}" or, after it, "${END}"`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${results}\n\n${page.slice(end)}`;
}

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

/** `two cores, 8 GB, Node 24.21.0`: as much of a machine as its figures depend on. */
export function machineInWords({ cores, bytes, node }: { cores: number; bytes: number; node: string }): string {
  const many = `${COUNTS[cores] ?? cores} core${cores === 1 ? '' : 's'}`;
  return `${many}, ${Math.round(bytes / 1024 ** 3)} GB, Node ${node}`;
}

/** `21 November 2026`. */
export function dayInWords(day: Date): string {
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
