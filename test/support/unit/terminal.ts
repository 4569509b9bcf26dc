/** A terminal that a test looks at, with a home of its own, and a service that answers as the test says and keeps what it was asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import color from 'picocolors';
import type { ExitCode } from '../../../cli/exit.ts';
import { type Profile, saveProfile } from '../../../cli/profile.ts';
import { run } from '../../../cli/program.ts';
import type { Terminal } from '../../../cli/terminal.ts';

interface TestTerminal extends Terminal {
  /** What stands on standard output and standard error. */
  output(): string;
  errors(): string;
  /** Questions that were asked. */
  asked: string[];
  /** Removes its home. */
  close(): void;
}

export interface TerminalOptions {
  isTty?: boolean;
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
  /** What the person types; without it, nobody is there. */
  types?: string;
}

/** Its time moves only by its own sleeps. */
export function testTerminal({
  isTty = false,
  columns = 80,
  rows = 24,
  env = {},
  types,
}: TerminalOptions = {}): TestTerminal {
  const home = mkdtempSync(join(tmpdir(), 'certs-'));
  let [output, errors, time] = ['', '', Date.parse('2026-11-21T09:00:00Z')];
  const asked: string[] = [];
  return {
    write(text) {
      output += text;
    },
    tell(line) {
      errors += `${line}\n`;
    },
    isTty,
    columns,
    rows,
    color: color.createColors(false),
    env: { XDG_CONFIG_HOME: home, ...env },
    async ask(question) {
      asked.push(question);
      return types;
    },
    now: () => new Date(time),
    async sleep(ms) {
      time += ms;
    },
    output: () => output,
    errors: () => errors,
    asked,
    close: () => rmSync(home, { recursive: true }),
  };
}

export interface Ran {
  exit: ExitCode;
  output: string;
  errors: string;
  asked: string[];
}

/** Runs `certs` once with this profile; `line` is split at spaces. */
export async function certs(line: string, profile?: Profile, options?: TerminalOptions): Promise<Ran> {
  const terminal = testTerminal(options);
  if (profile) saveProfile(terminal.env, 'test', profile);
  try {
    const exit = await run(line.split(' ').filter(Boolean), terminal);
    return { exit, output: terminal.output(), errors: terminal.errors(), asked: terminal.asked };
  } finally {
    terminal.close();
  }
}

export interface Asked {
  /** `GET /sites/acme`. */
  target: string;
  body: unknown;
  headers: IncomingMessage['headers'];
}

type Answer = { status?: number; body: unknown; headers?: Record<string, string> };

/** `answers` by target; one that is not there is refused with 404. An array is answered in turn, its last one for ever. */
export async function testService(answers: Record<string, Answer | Answer[]>) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const target = `${request.method} ${request.url?.replace(/^\/api/, '')}`;
    const before = asked.filter((call) => call.target === target).length;
    asked.push({ target, body: text ? JSON.parse(text) : undefined, headers: request.headers });
    const row = answers[target];
    const { status = 200, body, headers = {} } = (Array.isArray(row) ? (row[before] ?? row.at(-1)) : row) ?? NOT_FOUND;
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a test that fails before it closes this ends nevertheless
  return {
    profile: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api` },
    asked,
    targets: () => asked.map(({ target }) => target),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

const NOT_FOUND: Answer = { status: 404, body: { detail: 'There is no such thing.', code: 'OperationUnknown' } };
