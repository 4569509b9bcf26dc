/**
 * Follows a request until it is there, is over, or needs a person: a view that is redrawn on a terminal, a line for each change
 * elsewhere. Times shown are the service's; only the time-out is measured here.
 */
import type { RequestView } from '../core/view.ts';
import type { Client } from './client.ts';
import { EXIT, type ExitCode, Halt } from './exit.ts';
import { aliasesInWords, requestInWords, when } from './in-words.ts';
import type { Terminal } from './terminal.ts';

/** `action`: stops too when a person must act. `ready`: goes on while somebody acts. */
export type Until = 'action' | 'ready';

export interface Following {
  call: Client;
  terminal: Terminal;
  siteId: string;
  requestId: string;
  until: Until;
  /** Undefined: as long as it takes. */
  timeoutMs: number | undefined;
  /** Says nothing on the way. */
  silent: boolean;
}

/** The service looks at the world every minute at most; two seconds is what a person takes for "at once". */
const LOOK_EVERY_MS = 2000;

/** The request as it is at the end, and what that means. */
export async function follow(following: Following): Promise<{ request: RequestView; exit: ExitCode }> {
  const { call, terminal, siteId, requestId, until, timeoutMs = Number.POSITIVE_INFINITY, silent } = following;
  const show = silent ? () => {} : terminal.isTty ? redrawn(terminal) : lineByLine(terminal);
  const end = terminal.now().getTime() + timeoutMs;
  for (;;) {
    const request = await call('certificates.get', { siteId, requestId });
    show(request);
    const exit = meaningOf(request, until);
    if (exit !== undefined) return { request, exit };
    if (terminal.now().getTime() + LOOK_EVERY_MS > end) return { request, exit: EXIT.timedOut };
    await terminal.sleep(LOOK_EVERY_MS);
  }
}

/** Undefined while it is on its way. */
export function meaningOf({ status }: Pick<RequestView, 'status'>, until: Until): ExitCode | undefined {
  switch (status) {
    case 'READY':
    case 'ACTIVE':
      return EXIT.done;
    case 'PENDING':
      return undefined;
    case 'ACTION_REQUIRED':
      return until === 'action' ? EXIT.actionRequired : undefined;
    case 'FAILED':
    case 'CANCELED':
    case 'SUPERSEDED':
    case 'EXPIRED':
    case 'RETIRED':
      return EXIT.failed;
    default:
      return status satisfies never;
  }
}

/** A status line, and a line a name where its words have changed: what a log should hold. */
function lineByLine(terminal: Terminal): (request: RequestView) => void {
  let told = new Set<string>();
  return (request) => {
    const { status, step, waitingOn, deadline } = request;
    const who = waitingOn === 'nobody' ? '' : `, waiting on ${waitingOn}${deadline ? ` until ${when(deadline)}` : ''}`;
    const lines = [
      `${when(request.since)}  ${status}  ${step}${who}`,
      ...aliasesInWords(request.aliases, terminal.color),
    ];
    for (const line of lines) if (!told.has(line)) terminal.tell(line);
    told = new Set(lines);
  };
}

/** The request, over what stood there before: as much of it as the screen holds, because the cursor goes no higher. */
function redrawn(terminal: Terminal): (request: RequestView) => void {
  let drawn = 0;
  return (request) => {
    const { columns, rows, color } = terminal;
    const all = requestInWords(request, color).flatMap((line) => wrapped(line, columns));
    const room = rows - 2; // one for the sentence below, one for the cursor
    const more = `… ${all.length - room} more lines:  certs status`;
    const lines = all.length > room ? [...all.slice(0, room), color.dim(more)] : all;
    // ECMA-48: cursor up by n (CUU), then erase to the end of the screen (ED).
    terminal.write(`${drawn > 0 ? `\u001b[${drawn}A\r\u001b[0J` : ''}${lines.join('\n')}\n`);
    drawn = lines.length;
  };
}

/** Only lines that the terminal does not wrap by itself can be counted. Escape sequences have no width. */
function wrapped(line: string, columns: number): string[] {
  const lines: string[] = [];
  let [row, width] = ['', 0];
  for (const part of line.match(ESCAPE_OR_CHARACTER) ?? []) {
    const isEscape = part.length > 1 && part.startsWith('\u001b');
    if (!isEscape && width === columns) {
      lines.push(row);
      [row, width] = ['', 0];
    }
    row += part;
    if (!isEscape) width += 1;
  }
  return [...lines, row];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
const ESCAPE_OR_CHARACTER = /\u001b\[[\d;]*m|./gu;

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `2h`, `1d` in milliseconds. Throws Halt. */
export function readDuration(text: string): number {
  const [, count, unit = 's'] = /^(\d+)([smhd])?$/.exec(text) ?? [];
  if (count === undefined)
    throw new Halt(EXIT.usage, `--timeout takes a number and s, m, h or d, as in 10m; it was given "${text}".`);
  return Number(count) * (UNITS[unit] ?? 0);
}
