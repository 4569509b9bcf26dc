/**
 * The page's client of the API. Names, inputs and answers are those of core/operations.ts and core/answers.ts; the routes come
 * from there when the page is built, so nothing is written twice.
 */
import type * as z from 'zod';
import type { Answers as CoreAnswers, PreflightAnswer } from '../core/answers.ts';
import type { Application } from '../core/application.ts';
import type { AuditEntry } from '../core/audit-entry.ts';
import type { FieldProblem } from '../core/errors.ts';
import type { Member } from '../core/member.ts';
import type { OPERATIONS } from '../core/operations.ts';
import type { ACCESS_OPERATIONS } from '../core/operations-access.ts';
import type { Permission } from '../core/principal.ts';

type Definitions = typeof OPERATIONS & typeof ACCESS_OPERATIONS;
export type OperationName = keyof Definitions;
export type Input<Name extends OperationName> = z.input<Definitions[Name]['input']>;

/** `METHOD /path/{parameter}` by name: vite.config.ts. */
declare const ROUTES: Record<OperationName, string>;

export type ShownApplication = Omit<Application, 'sealedSecrets'>;

/** Who is signed in. */
export interface Session {
  UID: string;
  partnerId: string | null;
  sites: '*' | readonly string[];
  permissions: readonly Permission[];
  /** By the machine's clock, unless something is called before. */
  expiresAt: string;
}

interface AccessAnswers {
  'applications.create': ShownApplication & { secret: string };
  'applications.list': { applications: ShownApplication[] };
  'applications.delete': ShownApplication;
  'applications.rotate': ShownApplication & { secret: string };
  'members.set': Member;
  'members.list': { members: Member[] };
  'members.remove': unknown;
  'audit.list': { entries: AuditEntry[]; nextCursor?: string | null };
  'sessions.create': Session;
  'sessions.get': Session;
  'sessions.delete': unknown;
}

export type Answer<Name extends OperationName> = Name extends keyof AccessAnswers
  ? AccessAnswers[Name]
  : Name extends keyof CoreAnswers
    ? CoreAnswers[Name]
    : unknown;

/** Calls an operation. Throws Problem when it is refused, ConnectionLost when the service cannot be reached. */
export function call<Name extends OperationName>(name: Name, input: Input<Name>): Promise<Answer<Name>> {
  const [method = '', template = ''] = ROUTES[name].split(' ');
  const rest: Record<string, unknown> = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const path = template.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = String(rest[parameter]);
    delete rest[parameter];
    return encodeURIComponent(value);
  });
  if (method !== 'GET') return send(method, `/api${path}`, rest);
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

  constructor(status: number, answer: Partial<Problem> & { detail?: string }) {
    super(answer.detail ?? `The service answered ${status}.`);
    this.status = status;
    this.code = answer.code ?? String(status);
    this.remedy = answer.remedy ?? '';
    this.callId = answer.callId ?? '';
    this.fields = answer.fields ?? [];
    this.findings = answer.findings;
    this.requestId = answer.requestId;
  }
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Told of each refusal for want of a session or of a right; see session.ts. */
let onRefused: () => void = () => {};
export function whenRefused(tell: () => void): void {
  onRefused = tell;
}

/** One JSON exchange with this page's own origin. */
export async function send<Received>(method: string, path: string, body?: unknown): Promise<Received> {
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(path, { method, ...content }).catch((cause) => {
    throw new ConnectionLost('No connection to the service.', { cause });
  });
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  const received = isJson ? await response.json() : {};
  if (response.ok && isJson) return received as Received;
  // A gateway's own answer (502 to 504 without our words) says no more than that the service is away.
  if (!isJson && response.status >= 502) throw new ConnectionLost('The service does not answer.');
  if (response.status === 401 || response.status === 403) onRefused();
  throw new Problem(response.status, received);
}
