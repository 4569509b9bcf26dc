/**
 * The service's door in a table of its own, with a KMS behind it and a clock that stands until a test moves it; and calls as API
 * Gateway hands them over.
 */
import type * as z from 'zod';
import { type InputOf, OPERATIONS, type OperationName } from '../../../core/api/operations.ts';
import { type Application, signingGrantOf, signingKeyOf } from '../../../core/application.ts';
import { type Grant, PERMISSIONS, type Principal, ROLES, type Role, type Scope } from '../../../core/principal.ts';
import type { Parameter } from '../../../core/security/parameter.ts';
import { signRequest } from '../../../core/security/request-signature.ts';
import { type Secret, secretOf } from '../../../core/security/secret.ts';
import { unixSeconds } from '../../../core/security/timestamp.ts';
import { constructUserSignature } from '../../../core/security/uid-signature.ts';
import type { AccessTools, Operation } from '../../../lambdas/api/operation.ts';
import { createDoor } from '../../../lambdas/authentication/door.ts';
import { type DoorRequest, type ProxyEvent, readRequest } from '../../../lambdas/authentication/request.ts';
import type { Env } from '../../../lambdas/clients/aws.ts';
import type { Table } from '../../../lambdas/clients/table.ts';
import { createAudit } from '../../../lambdas/records/audit.ts';
import { type Machine, REAL_MACHINE } from '../../../lambdas/runtime.ts';
import { createKms, KEY_ARN } from '../../../local/aws/kms/service.ts';
import { type OpenTable, openTable } from './table.ts';

export const NOW = '2026-11-21T10:00:00.000Z';
export const DOMAIN = 'certificates.us1.example.com';
export const CONSOLE = 'https://console.example.com';
export const CONSOLE_API_KEY = '3_VendorConsoleKey';
export const ACME = { siteId: 'acme', partnerId: 'acme-stores', apiKey: '3_AcmeStoresKey' };
export const OTHER = { siteId: 'other', partnerId: 'other-shop', apiKey: '3_OtherShopKey' };

export interface DoorScene {
  readonly tools: AccessTools;
  readonly table: Table;
  readonly env: Env;
  readonly machine: Machine;
  /** Moves the clock of the door. */
  pass(seconds: number): void;
  /** Stores an application with a secret of its own. */
  givenApplication(userKey: string, fields?: Partial<Application>): Promise<Secret>;
  /** Stores an owner's signing secret; for a partner with its site. */
  givenOwner(owner: { siteId: string; partnerId: string; apiKey: string } | null): Promise<Secret>;
  request(call?: CallFields): DoorRequest;
  /** As an SDK signs it, with the present time. */
  signed(secret: Secret, parameters: Record<string, string>, call?: CallFields): DoorRequest;
  /** What the browser hands over. */
  handOver(secret: Secret, UID: string): { UID: string; UIDSignature: string; signatureTimestamp: string };
}

export interface CallFields {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  query?: Record<string, string[]>;
  /** Sent as a form. */
  form?: string;
  domain?: string;
  source?: string;
}

/** `wrap`: what a test counts or replaces of the table. Call it at the top of a test file: each test has a door of its own. */
export function doorScene(wrap: (table: Table) => Table = (table) => table): DoorScene {
  let open: OpenTable;
  let tools: AccessTools;
  let now: number;
  let drawn: number;
  const machine: Machine = {
    ...REAL_MACHINE,
    now: () => new Date(NOW),
    doorTime: () => new Date(now),
    randomHex: (length) => String(++drawn).padStart(length, '0'),
  };
  const scene: DoorScene = {
    get tools() {
      return tools;
    },
    get table() {
      return open.table;
    },
    get env() {
      return { ...open.env, ...VARIABLES };
    },
    machine,
    pass(seconds) {
      now += seconds * 1000;
    },
    async givenApplication(userKey, fields = {}) {
      const secret = secretOf(Buffer.alloc(32, userKey));
      const sealedSecrets = await tools.vault.seal(userKey, [secret]);
      const grant: Grant = { partnerId: null, sites: '*', permissions: PERMISSIONS };
      const told = { name: userKey, description: '', createdAt: NOW, createdBy: 'tester' };
      await tools.applications.add({ userKey, kind: 'application', ...told, ...grant, sealedSecrets, ...fields });
      return secret;
    },
    async givenOwner(owner) {
      const partnerId = owner?.partnerId ?? null;
      if (owner) await tools.apiKeys.claim(owner.apiKey, owner);
      return scene.givenApplication(signingKeyOf(partnerId), { kind: 'signing', ...signingGrantOf(partnerId) });
    },
    request: (call = {}) => readRequest(proxyEvent(call), tools.domains),
    signed(secret, given, call = {}) {
      const { method = 'POST', path = '/certificates.list', domain = DOMAIN } = call;
      const parameters = { timestamp: String(unixSeconds(new Date(now))), nonce: `n${++drawn}`, ...given };
      const pairs: Parameter[] = Object.entries(parameters);
      const made = signRequest({ method, url: `https://${domain}${path}`, parameters: pairs }, secret);
      if (!made.valid) throw new Error(`cannot be signed: ${made.reason}`);
      const form = new URLSearchParams({ ...parameters, sig: made.sig }).toString();
      return scene.request({ method, path, form, ...call });
    },
    handOver(secret, UID) {
      const timestamp = String(unixSeconds(new Date(now)));
      return { UID, UIDSignature: constructUserSignature({ UID, timestamp }, secret), signatureTimestamp: timestamp };
    },
  };
  beforeEach(async () => {
    now = Date.parse(NOW);
    drawn = 0;
    open = await openTable((world) => [createKms(world).service]);
    const table = wrap(open.table);
    tools = { ...createDoor(scene.env, machine, table), audit: createAudit(table), consoleUrl: CONSOLE };
  });
  afterEach(() => open.close());
  return scene;
}

const VARIABLES = {
  KEY_ARN,
  API_DOMAINS: `${DOMAIN},http://localhost:4500`,
  CONSOLE_URL: CONSOLE,
  CONSOLE_API_KEY,
  CALLS_PER_MINUTE: '50',
  BUILD: 'build-1',
};

export function proxyEvent({
  method = 'GET',
  path = '/api/sites',
  headers = {},
  query = {},
  form,
  domain = DOMAIN,
  source = '192.0.2.7',
}: CallFields): ProxyEvent {
  const sent = form === undefined ? headers : { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' };
  return {
    httpMethod: method,
    headers: sent,
    multiValueHeaders: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]])),
    multiValueQueryStringParameters: query,
    body: form ?? null,
    isBase64Encoded: false,
    requestContext: { domainName: domain, path, identity: { sourceIp: source } },
  };
}

export function basic(userKey: string, secret: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${userKey}:${secret}`).toString('base64')}` };
}

/** A browser's `Cookie` header after these `Set-Cookie` headers. */
export function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies.values()]
    .filter((header) => !header.includes('Max-Age=0;'))
    .map((header) => header.split(';', 1)[0])
    .join('; ');
}

/** A member `ann` in that role: of a partner, or of the vendor. */
export function memberOf(role: Role, partnerId: string | null, sites: Scope['sites'] = '*'): Principal {
  return { kind: 'member', id: 'ann', partnerId, sites, permissions: ROLES[role] };
}

/** Calls an operation as the API will: input through its schema, a caller that has passed the door. */
export function operate<Name extends OperationName>(
  name: Name,
  handler: Operation<Name>,
  input: z.input<(typeof OPERATIONS)[Name]['input']>,
  call: { principal?: Principal; request: DoorRequest; cookies?: Map<string, string> },
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with literals
): Promise<any> {
  const parsed = OPERATIONS[name].input.parse(input) as InputOf<Name>;
  const given = { now: new Date(NOW), cookies: new Map(), identified: () => undefined, ...call };
  return handler(parsed, given as unknown as Parameters<Operation<Name>>[1]);
}
