/**
 * The page's client of the API. Routes and inputs are those of core/operations.ts: a route that is written differently here,
 * or missing, is a type error.
 */
import type { z } from 'zod';
import type { FieldProblem } from '../core/errors.ts';
import type { OPERATIONS, OperationName } from '../core/operations.ts';
import type { QuotaPlan } from '../core/quota-plan.ts';
import type { Method, RequestEvent } from '../core/request.ts';
import type { TrustedDomain } from '../core/site.ts';
import type { Warning } from '../core/sunset.ts';
import type { AliasView, RequestView } from '../core/view.ts';

type Definitions = typeof OPERATIONS;
type Route<Name extends OperationName> = `${Definitions[Name]['method']} ${Definitions[Name]['path']}`;

const ROUTES: { [Name in OperationName]: Route<Name> } = {
  'sites.register': 'PUT /sites/{siteId}',
  'sites.get': 'GET /sites/{siteId}',
  'sites.list': 'GET /sites',
  'sites.listTrustedDomains': 'GET /sites/{siteId}/trusted-domains',
  'sites.setPrefix': 'PUT /sites/{siteId}/prefix',
  'sites.clearPrefix': 'DELETE /sites/{siteId}/prefix',
  'certificates.preflight': 'POST /sites/{siteId}/preflight',
  'certificates.generate': 'POST /sites/{siteId}/certificates',
  'certificates.list': 'GET /sites/{siteId}/certificates',
  'certificates.get': 'GET /sites/{siteId}/certificates/{requestId}',
  'certificates.history': 'GET /sites/{siteId}/certificates/{requestId}/history',
  'certificates.resend': 'POST /sites/{siteId}/certificates/{requestId}/resend',
  'certificates.checkAgain': 'POST /sites/{siteId}/certificates/{requestId}/check-again',
  'certificates.cancel': 'POST /sites/{siteId}/certificates/{requestId}/cancel',
  health: 'GET /health',
};

export interface Site {
  siteId: string;
  name: string;
  dataCenter: string;
  trustedSiteUrls: string[];
  contacts: string[];
  createdAt: string;
  /** The active prefix. */
  apiDomainPrefix: string | null;
  /** Null until the distribution behind it exists. */
  cnameTarget: string | null;
  trustedDomains: TrustedDomain[];
}

export interface Preflight {
  clean: boolean;
  /** Aliases that keep a request from starting. */
  blocked: string[];
  aliases: Omit<AliasView, 'addresses' | 'validationRecord'>[];
  /** How AWS would make sure of the names. */
  method: Method;
  /** What should be known before a request; none of it stops one. */
  warnings: Warning[];
  /** Absent from a refusal: generate looks at the quotas first. */
  plan?: QuotaPlan;
}

interface Answers extends Record<OperationName, unknown> {
  'sites.register': Site;
  'sites.get': Site;
  'sites.list': { sites: Site[] };
  'sites.listTrustedDomains': { records: { name: string; type: string; value: string }[]; zoneFile: string };
  'sites.setPrefix': Site;
  'sites.clearPrefix': Site;
  'certificates.preflight': Preflight;
  'certificates.generate': RequestView;
  'certificates.list': { certificates: RequestView[] };
  'certificates.get': RequestView;
  'certificates.history': { events: Omit<RequestEvent, 'requestId'>[] };
  'certificates.resend': { planned: { alias: string; plannedAt: string }[] };
  'certificates.checkAgain': { looking: boolean };
  'certificates.cancel': RequestView;
}

/** Calls an operation. Throws Problem when it is refused, ConnectionLost when the service cannot be reached. */
export async function call<Name extends OperationName>(
  name: Name,
  input: z.input<Definitions[Name]['input']>,
): Promise<Answers[Name]> {
  const [method = '', template = ''] = ROUTES[name].split(' ');
  const rest: Record<string, unknown> = { ...input };
  const path = template.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = String(rest[parameter]);
    delete rest[parameter];
    return encodeURIComponent(value);
  });
  if (method !== 'GET') return send<Answers[Name]>(method, `/api${path}`, rest);
  const query = new URLSearchParams(rest as Record<string, string>).toString();
  return send<Answers[Name]>('GET', `/api${path}${query && `?${query}`}`);
}

/** A refusal in the words of the service (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly remedy: string;
  readonly fields: readonly FieldProblem[];
  /** With PreflightFailed. */
  readonly findings: Preflight | undefined;
  /** With RequestRunning: which one. */
  readonly requestId: string | undefined;

  constructor(status: number, answer: Partial<Problem> & { detail?: string }) {
    super(answer.detail ?? `The service answered ${status}.`);
    this.code = answer.code ?? String(status);
    this.remedy = answer.remedy ?? '';
    this.fields = answer.fields ?? [];
    this.findings = answer.findings;
    this.requestId = answer.requestId;
  }
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** One JSON exchange with this page's own origin. */
export async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(path, { method, ...content }).catch((cause) => {
    throw new ConnectionLost('No connection to the service.', { cause });
  });
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  const answer = isJson ? await response.json() : {};
  if (!response.ok || !isJson) throw new Problem(response.status, answer);
  return answer as Answer;
}
