/**
 * The page's client of the API. Names, inputs and answers are those of core/api/operations.ts, by type alone; the routes come from
 * there when the page is built, so nothing is written twice.
 */
import type * as z from 'zod';
import type { PreflightAnswer } from '../../core/api/answers-certificates.ts';
import type { Answers, OPERATIONS, OperationName } from '../../core/api/operations.ts';
import type { FieldProblem } from '../../core/errors.ts';

export type Input<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]['input']>;

/** `METHOD /path/{parameter}` by name: vite.config.ts. */
declare const ROUTES: Record<OperationName, string>;

/** ETags of what was read: with one as If-Match only what is still so is changed. */
const entityTags = new WeakMap<object, string>();

/** Of what a call has answered, to be kept beside it where it goes out of the page. */
export const entityTagOf = (answer: object): string | undefined => entityTags.get(answer);

/** What comes back into the page, as it was read. */
export function readBefore<Answer extends object>(answer: Answer, entityTag: string | undefined): Answer {
  if (entityTag) entityTags.set(answer, entityTag);
  return answer;
}

/**
 * Calls an operation. Throws Problem when it is refused, ConnectionLost when the service cannot be reached. `asRead`: what a call has
 * answered, and what must still be so.
 */
export function call<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  { asRead }: { asRead?: object | undefined } = {},
): Promise<Answers[Name]> {
  const [method = '', template = ''] = ROUTES[name].split(' ');
  const rest: Record<string, unknown> = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const path = template.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = String(rest[parameter]);
    delete rest[parameter];
    return encodeURIComponent(value);
  });
  if (method !== 'GET') {
    const ifMatch = asRead && entityTags.get(asRead);
    return send(method, `/api${path}`, rest, ifMatch ? { 'if-match': ifMatch } : {});
  }
  const query = new URLSearchParams(rest as Record<string, string>).toString();
  return send('GET', `/api${path}${query && `?${query}`}`);
}

/** A refusal, in the words of the service (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly callId: string;
  readonly fields: readonly FieldProblem[];
  /** With PreflightFailed. */
  readonly findings: PreflightAnswer | undefined;
  /** With RequestRunning: which one. */
  readonly requestId: string | undefined;
  /** With OffAirWithoutConsent: names that serve and would go off the air. */
  readonly names: readonly string[];
  /** With WithoutUnclear: names that keep the others from going on. */
  readonly blocking: readonly string[];

  constructor(status: number, answer: Partial<Problem> & { detail?: string }) {
    super(answer.detail ?? `The service answered ${status}.`);
    this.status = status;
    this.code = answer.code ?? String(status);
    this.remedy = answer.remedy ?? '';
    this.callId = answer.callId ?? '';
    this.fields = answer.fields ?? [];
    this.findings = answer.findings;
    this.requestId = answer.requestId;
    this.names = answer.names ?? [];
    this.blocking = answer.blocking ?? [];
  }
}

/** A refusal by the page itself: what is missing or wrong in a field, before the service is asked. */
export const fieldRefused = (field: string, problem: string): Problem =>
  new Problem(400, { fields: [{ field, problem }] });

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Told of each refusal for want of a session or of a right; see session.ts. */
let onRefused: () => void = () => {};
export function whenRefused(tell: () => void): void {
  onRefused = tell;
}

/** One JSON exchange with this page's own origin. */
export async function send<Received>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Received> {
  const content =
    body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
  const response = await fetch(path, { method, ...content }).catch((cause) => {
    throw new ConnectionLost('No connection to the service.', { cause });
  });
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  const received = isJson ? await response.json() : {};
  const entityTag = response.headers.get('etag');
  if (entityTag) entityTags.set(received, entityTag);
  if (response.ok && isJson) return received as Received;
  // A gateway's own answer (502 to 504 without our words) says no more than that the service is away.
  if (!isJson && response.status >= 502) throw new ConnectionLost('The service does not answer.');
  if (response.status === 401 || response.status === 403) onRefused();
  throw new Problem(response.status, received);
}
