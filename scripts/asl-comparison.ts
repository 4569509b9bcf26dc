/**
 * Compares what the engine made of a recorded execution with the recording. The rule kept here: values are compared, never
 * JSON text, and a wildcard stands only for what AWS alone could know.
 */

export interface Wildcard {
  token: string;
  kind: 'substring' | 'value';
  match?: string;
}

export interface RecordedEvent {
  id: number;
  previousEventId: number;
  type: string;
  [details: string]: unknown;
}

/** The part of an execution case that says what AWS did and how to compare. */
export interface Recorded {
  recorded: { status: string; output?: unknown; error?: string; cause?: unknown; events?: RecordedEvent[] };
  compare: 'sequence' | 'multiset' | 'subset' | 'status-output';
  placeholders?: { wildcards?: Wildcard[] };
}

/** What the engine made of the case, in the form of the recording. */
export interface Ran {
  status: string;
  output?: unknown;
  error?: string | undefined;
  cause?: string | undefined;
  events: RecordedEvent[];
}

/** Differences, in words; --strict compares ids, details and causes too. */
export function compare(recorded: Recorded, ran: Ran, strict: boolean): string[] {
  const wildcards = recorded.placeholders?.wildcards ?? [];
  const expected = recorded.recorded;
  const found: string[] = [];
  const same = (what: string, is: unknown, shouldBe: unknown) => {
    if (!alike(shouldBe, is, wildcards)) found.push(`${what}: ${short(is)} instead of ${short(shouldBe)}`);
  };
  same('status', ran.status, expected.status);
  same('output', ran.output, expected.output);
  same('error', ran.error, expected.error);
  if (strict) same('cause', ran.cause, expected.cause);
  if (expected.events && recorded.compare !== 'status-output') {
    const ordered = recorded.compare === 'sequence';
    const view = strict ? (ordered ? (event: RecordedEvent) => event : withoutIds) : outline;
    const [is, shouldBe] = [ran.events.map(view), expected.events.map(view)];
    found.push(...(ordered ? inOrder(is, shouldBe, wildcards) : inAnyOrder(is, shouldBe, wildcards, recorded.compare)));
  }
  return found;
}

function withoutIds({ id: _id, previousEventId: _previous, ...event }: RecordedEvent): unknown {
  return event;
}

function outline(event: RecordedEvent): unknown {
  const details = Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1];
  const { name, state } = (details ?? {}) as { name?: string; state?: string };
  return { type: event.type, state: name ?? state };
}

function inOrder(is: unknown[], shouldBe: unknown[], wildcards: Wildcard[]): string[] {
  const found = is.length === shouldBe.length ? [] : [`${is.length} events instead of ${shouldBe.length}`];
  for (const [at, event] of shouldBe.entries()) {
    if (at < is.length && !alike(event, is[at], wildcards))
      found.push(`event ${at + 1}: ${short(is[at])} instead of ${short(event)}`);
  }
  return found;
}

function inAnyOrder(is: unknown[], shouldBe: unknown[], wildcards: Wildcard[], compare: string): string[] {
  const left = [...is];
  const found: string[] = [];
  for (const event of shouldBe) {
    const at = left.findIndex((candidate) => alike(event, candidate, wildcards));
    if (at < 0) found.push(`no such event: ${short(event)}`);
    else left.splice(at, 1);
  }
  if (compare === 'multiset') found.push(...left.map((event) => `one event too many: ${short(event)}`));
  return found;
}

export const short = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 400);

/** Equal as JSON values, where wildcards in the recording stand for what AWS alone could know. */
export function alike(shouldBe: unknown, is: unknown, wildcards: Wildcard[]): boolean {
  if (typeof shouldBe === 'string') {
    if (shouldBe === is) return true;
    if (is !== undefined && wildcards.some(({ kind, token }) => kind === 'value' && token === shouldBe)) return true;
    return typeof is === 'string' && pattern(shouldBe, wildcards).test(is);
  }
  if (shouldBe === null || typeof shouldBe !== 'object') return shouldBe === is;
  // A cause is text; one that was JSON is kept parsed in the recording.
  if (typeof is === 'string' && !Array.isArray(shouldBe))
    return isJson(is) && alike(shouldBe, JSON.parse(is), wildcards);
  if (is === null || typeof is !== 'object' || Array.isArray(is) !== Array.isArray(shouldBe)) return false;
  const keys = (value: object) => Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [key]));
  const [expected, actual] = [shouldBe as Record<string, unknown>, is as Record<string, unknown>];
  return (
    keys(is).length === keys(shouldBe).length &&
    keys(shouldBe).every((key) => alike(expected[key], actual[key], wildcards))
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function pattern(text: string, wildcards: Wildcard[]): RegExp {
  const tokens = wildcards.filter(({ kind, token }) => kind === 'substring' && text.includes(token));
  const matches = new Map(tokens.map(({ token, match }) => [token, match]));
  const split =
    tokens.length === 0 ? [text] : text.split(new RegExp(`(${tokens.map(({ token }) => escaped(token)).join('|')})`));
  return new RegExp(
    `^${split.map((part) => (matches.has(part) ? `(?:${matches.get(part)})` : escaped(part))).join('')}$`,
    's',
  );
}
