/**
 * The typed client of the REST face. Route, and what goes into path, query and body, follow from the row of the operation in
 * core/api/operations.ts; nothing is written twice.
 */
import type * as z from 'zod';
import type { ErrorDetails } from '../core/api/answers-certificates.ts';
import { type Answers, OPERATIONS, type OperationName } from '../core/api/operations.ts';
import { printable } from '../core/text.ts';

export type Input<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]['input']>;

/**
 * Calls an operation. Throws Problem when it is refused, Unreachable when nobody answers. `asRead`: what a call has answered, and what
 * must still be so (If-Match). `asSent`: this answer's texts stay as they are, as it is to be sent back.
 */
export type Client = <Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options?: CallOptions,
) => Promise<Answers[Name]>;

interface CallOptions {
  asRead?: object | undefined;
  asSent?: boolean;
}

export interface ClientOptions {
  /** Base of the REST face, as in a profile. */
  url: string;
  /** Value of the Authorization header, or nothing where calls need none. */
  authorization?: string | undefined;
  /** Texts of answers stay as they are, whatever is in them: for a program. Else they are made for a terminal. */
  asSent?: boolean;
  fetch?: typeof fetch;
}

/** Milliseconds. API Gateway ends an integration after 29 s; more than that nobody will answer. */
const PATIENCE_MS = 35_000;

export function createClient({
  url,
  authorization,
  asSent: toProgram = false,
  fetch: ask = fetch,
}: ClientOptions): Client {
  const entityTags = new WeakMap<object, string>();
  return async <Name extends OperationName>(name: Name, input: Input<Name>, { asRead, asSent }: CallOptions = {}) => {
    const ifMatch = asRead && entityTags.get(asRead);
    const { method, path, body } = httpCallOf(OPERATIONS[name], input);
    const headers = {
      ...(authorization && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch && { 'if-match': ifMatch }),
    };
    const response = await ask(`${url.replace(/\/$/, '')}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'error', // the API never redirects, and a secret goes nowhere else
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause) => {
      throw new Unreachable(url, cause);
    });
    const answer = await readAnswer<Answers[Name]>(
      response,
      toProgram || (asSent && response.ok) ? undefined : forTerminal,
    );
    const entityTag = response.headers.get('etag');
    if (entityTag) entityTags.set(answer, entityTag);
    return answer;
  };
}

interface HttpCall {
  method: string;
  /** With its query. */
  path: string;
  body?: Record<string, unknown>;
}

/** What the path names goes there, the rest into the query of a GET and into the body of everything else. */
export function httpCallOf({ method, path }: { method: string; path: string }, input: object): HttpCall {
  const rest: Record<string, unknown> = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = String(rest[parameter]);
    delete rest[parameter];
    return encodeURIComponent(value);
  });
  if (method !== 'GET') return { method, path: filled, body: rest };
  const query = new URLSearchParams(
    Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return { method, path: query.size > 0 ? `${filled}?${query}` : filled };
}

type Reviver = (key: string, value: unknown) => unknown;

/** Customers' texts, and what their servers say, stand in answers: what would command the reader's terminal never gets there. */
const forTerminal: Reviver = (_, value) => (typeof value === 'string' ? printable(value) : value);

async function readAnswer<Answer>(response: Response, revive: Reviver | undefined): Promise<Answer> {
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  // Broken JSON, or a body that ends in the middle, is no answer: who sits in between may say anything.
  const answer: unknown = isJson ? await parsed(response, revive).catch(() => undefined) : undefined;
  const isObject = typeof answer === 'object' && answer !== null;
  if (!response.ok || !isObject)
    throw new Problem(response.status, isObject ? (answer as ProblemDetails) : {}, retryAfterOf(response.headers));
  return answer as Answer;
}

async function parsed(response: Response, revive: Reviver | undefined): Promise<unknown> {
  return JSON.parse(await response.text(), revive);
}

/** RFC 9457 problem details, as the service writes them; of whoever else answers, nothing. */
export interface ProblemDetails extends ErrorDetails {
  detail?: string;
  code?: string;
  remedy?: string;
  callId?: string;
}

/** The service refused, in its own words. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly details: ProblemDetails;
  /** Milliseconds after which the call may come again; undefined where nobody said so. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, details: ProblemDetails, retryAfterMs?: number) {
    super(details.detail ?? `The service answered ${status} without a reason.`);
    this.status = status;
    this.details = details;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Retry-After (RFC 9110, section 10.2.3): seconds, or a date by the clock of whoever answered, which `Date` tells. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const ms = Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

/**
 * May the same call be answered a little later? So it is when nobody answered, too many asked (429), something behind broke (5xx), or an
 * answer broke off on the way, which is no answer, whatever its status. Every other one is a refusal, which stays.
 */
export function mayPass(error: unknown): error is Problem | Unreachable {
  if (error instanceof Unreachable) return true;
  if (!(error instanceof Problem)) return false;
  const { status } = error;
  return status === 429 || status < 400 || status >= 500;
}

/** Nobody answered. `code` is Node's: ECONNREFUSED, ENOTFOUND, SELF_SIGNED_CERT_IN_CHAIN ... */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly url: string;
  readonly code: string;

  constructor(url: string, cause: unknown) {
    const code = codeOf(cause);
    super(`${new URL(url).origin} does not answer (${code}).`, { cause });
    this.url = url;
    this.code = code;
  }
}

/** fetch wraps what happened; several addresses that were tried come as an AggregateError with a code of its own. */
function codeOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof cause === 'object' && cause !== null ? codeOf(cause) : String(name);
}
