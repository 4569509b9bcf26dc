/**
 * Follows a request until it is there, is over, or needs a person: a view that is redrawn on a terminal, a line for each change
 * elsewhere. Times shown are the service's; only the time-out is measured here.
 */
import { withTimes } from '../core/text.ts';
import type { RequestView } from '../core/view.ts';
import { type Client, mayPass, Problem } from './client.ts';
import { EXIT, type ExitCode, Halt } from './exit.ts';
import { aliasesInWords, requestInWords, when } from './in-words.ts';
import type { Terminal } from './terminal.ts';

/** `action`: stops too when a person must act. `ready`: goes on while somebody acts. */
export type Until = 'action' | 'ready';

export interface Following {
  call: Client;
  terminal: Terminal;
  /** As it was read last. */
  request: RequestView;
  until: Until;
  /** Undefined: as long as it takes. */
  timeoutMs: number | undefined;
  /** Says nothing on the way. */
  silent: boolean;
}

interface Followed {
  /** As it was read last. */
  request: RequestView;
  exit: ExitCode;
  /** Why it could not be read at the end; null when it was. */
  missed: Error | null;
}

/** The request as it is at the end, and what that means. A look that fails is made again: only a refusal ends it, as the call throws it. */
export async function follow(following: Following): Promise<Followed> {
  const { call, terminal, until, timeoutMs = Number.POSITIVE_INFINITY, silent } = following;
  const { siteId, requestId } = following.request;
  const view = silent ? SILENT : terminal.isTty ? redrawn(terminal) : lineByLine(terminal);
  const begin = terminal.now().getTime();
  let { request } = following;
  let missed: Error | null = null;
  for (;;) {
    const seen = await call('certificates.get', { siteId, requestId }).catch(toMissed);
    if (seen instanceof Error) {
      if (missed === null) view.tell(terminal.color.yellow(`${withTimes(seen.message)} It is asked until it answers.`));
      missed = seen;
    } else {
      [request, missed] = [seen, null];
      view.show(request);
    }
    const exit = meaningOf(request, until);
    if (exit !== undefined) return { request, exit, missed };
    const passed = terminal.now().getTime() - begin;
    const { least, usual } = pauseAfter(passed, seen);
    if (passed + least > timeoutMs) return { request, exit: EXIT.timedOut, missed };
    await terminal.sleep(Math.min(usual, timeoutMs - passed));
  }
}

function toMissed(error: unknown): Error {
  if (mayPass(error)) return error;
  throw error;
}

/** What a person takes for "at once". */
const LEAST_PAUSE_MS = 2000;
/** The service looks at the world every minute at most. */
const MOST_PAUSE_MS = 60_000;
/** Of the time that it has taken so far: who has waited an hour does not mind half a minute. Two days are some 3,200 calls. */
const PAUSE_SHARE = 0.01;

/** Milliseconds until the next look. `least` must pass in any case. */
function pauseAfter(passed: number, seen: unknown): { least: number; usual: number } {
  const asked = seen instanceof Problem ? (seen.retryAfterMs ?? 0) : 0;
  const least = Math.max(LEAST_PAUSE_MS, asked);
  return { least, usual: Math.max(least, Math.min(passed * PAUSE_SHARE, MOST_PAUSE_MS)) };
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

/** What whoever waits sees of it. */
interface View {
  show(request: RequestView): void;
  /** A line that stays where it is. */
  tell(line: string): void;
}

const SILENT: View = { show() {}, tell() {} };

/** A status line, and a line a name where its words have changed: what a log should hold. */
function lineByLine(terminal: Terminal): View {
  let told = new Set<string>();
  return {
    show(request) {
      const { status, step, waitingOn, deadline } = request;
      const who =
        waitingOn === 'nobody' ? '' : `, waiting on ${waitingOn}${deadline ? ` until ${when(deadline)}` : ''}`;
      const lines = [
        `${when(request.since)}  ${status}  ${step}${who}`,
        ...aliasesInWords(request.aliases, terminal.color),
      ];
      for (const line of lines) if (!told.has(line)) terminal.tell(line);
      told = new Set(lines);
    },
    tell: (line) => terminal.tell(line),
  };
}

/** The request, over what stood there before: as much of it as the screen holds, because the cursor goes no higher. */
function redrawn(terminal: Terminal): View {
  let drawn = 0;
  return {
    show(request) {
      const { columns, rows, color } = terminal;
      const all = requestInWords(request, color).flatMap((line) => wrapped(line, columns));
      const room = rows - 2; // one for the sentence below, one for the cursor
      const more = `… ${all.length - room} more lines:  certs status`;
      const lines = all.length > room ? [...all.slice(0, room), color.dim(more)] : all;
      // ECMA-48: cursor up by n (CUU), then erase to the end of the screen (ED).
      terminal.write(`${drawn > 0 ? `\u001b[${drawn}A\r\u001b[0J` : ''}${lines.join('\n')}\n`);
      drawn = lines.length;
    },
    tell(line) {
      drawn = 0; // it stands below what was drawn, so the next drawing begins below it
      terminal.tell(line);
    },
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
