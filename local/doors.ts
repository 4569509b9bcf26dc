/**
 * The two doors. http://localhost: the console page and, at its origin, API, World panel and ACM's approval page; never a
 * secret. https://localhost: the API for CLI, SDKs and curl, under a certificate of the local CA that is valid by the
 * machine's clock.
 */

import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono, type HonoRequest } from 'hono';
import { createConsoleFiles } from '../console/serve.ts';
import { ServiceError } from '../core/errors.ts';
import { problemOf } from '../lambdas/api/problem.ts';
import { approvalPage } from './aws/acm/approval-page.ts';
import type { Approvals } from './aws/acm/approvals.ts';
import { throughGateway } from './gateway.ts';
import type { Lambdas } from './lambda.ts';
import type { Authority } from './tls/authority.ts';
import type { World } from './world.ts';

/** Loopback only: nothing of the simulation is reachable from outside the machine. */
const HOST = '127.0.0.1';

/** The approval page is ACM's, not ours: it brings its own inline style. */
const APPROVAL_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export interface DoorParts {
  world: World;
  lambdas: Lambdas;
  panel: Hono;
  portal: Hono;
  approvals: Approvals;
  authority: Authority;
  /** Nothing is answered before. */
  ready: Promise<void>;
  /** Hosts under which the vendor's SDKs call the API: the https door serves them too. */
  sdkHosts: readonly string[];
}

export interface Doors {
  consolePort: number;
  apiPort: number;
  close(): Promise<void>;
}

export async function openDoors(parts: DoorParts, ports: { console: number; api: number }): Promise<Doors> {
  const whenReady =
    (app: Hono): Fetch =>
    (request) =>
      parts.ready.then(() => app.fetch(request));
  const own = { console: 0, api: 0 };
  const consoleDoor = await open(whenReady(consoleApp(parts, () => own.console)), ports.console);
  const certificate = await machineCertificate(parts);
  const apiDoor = await open(whenReady(apiApp(parts, () => own.api)), ports.api, certificate);
  Object.assign(own, { console: consoleDoor.port, api: apiDoor.port });
  const closing = () => [consoleDoor, apiDoor].map(({ server }) => shut(server));
  return {
    consolePort: consoleDoor.port,
    apiPort: apiDoor.port,
    close: async () => void (await Promise.all(closing())),
  };
}

function consoleApp({ world, lambdas, panel, portal, approvals }: DoorParts, port: () => number): Hono {
  const app = new Hono();
  app.use(async ({ req }, next) => (await refuseSecret(req.raw)) ?? next());
  app.all('/api/*', ({ req }) => throughGateway(world, lambdas, req.raw, { domainName: calledAt(req.raw, port()) }));
  app.route('/', panel);
  app.route('/', portal);
  app.get('/approvals', ({ req }) => answerApproval(approvals.show(codeOf(req.query())), req.query()));
  app.post('/approvals', async ({ req }) => {
    const form = await formOf(req);
    const press = form.decision === 'deny' ? approvals.deny : approvals.approve;
    return answerApproval(await world.clock.run(() => press(codeOf(form))), form);
  });
  const files = createConsoleFiles();
  app.get('/*', ({ req }) => files.answer(req.path));
  return app;
}

/** REST below /api, RPC beside it. */
function apiApp({ world, lambdas, sdkHosts }: DoorParts, port: () => number): Hono {
  const app = new Hono();
  app.all('*', ({ req }) =>
    throughGateway(world, lambdas, req.raw, { domainName: calledAt(req.raw, port(), sdkHosts) }),
  );
  return app;
}

/** As API Gateway knows its own names, a door knows its host and port, whatever port the caller says. Others are nobody's. */
function calledAt({ url }: Request, port: number, others: readonly string[] = []): string {
  const { hostname } = new URL(url);
  if (others.includes(hostname)) return hostname;
  return hostname === 'localhost' || hostname === HOST ? `${hostname}:${port}` : 'unknown.invalid';
}

/** The texts of address and body; a body that is no form has none. */
async function formOf(request: HonoRequest): Promise<Record<string, string>> {
  const body = await request.parseBody().catch(() => ({}));
  const texts = Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  return { ...request.query(), ...Object.fromEntries(texts) };
}

const codeOf = (form: Record<string, string>) => form.code ?? '';

function answerApproval(
  approval: Parameters<typeof approvalPage>[0],
  { code = '', context = '' }: Record<string, string>,
): Response {
  const { status, html } = approvalPage(approval, code, context);
  return new Response(html, { status, headers: APPROVAL_HEADERS });
}

/** A secret sent over plain HTTP is refused before anything looks at its value. */
async function refuseSecret(request: Request): Promise<Response | undefined> {
  const inQuery = new URL(request.url).searchParams.has('secret');
  const inHeader = request.headers.has('authorization');
  const inBody = request.body !== null && /(^|[&{,\s"])secret"?\s*[=:]/.test(await request.clone().text());
  if (!inQuery && !inHeader && !inBody) return undefined;
  const problem = problemOf(new ServiceError('SecretOverHttp'), 'local');
  return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json' } });
}

/** A day before and a year after the machine's clock: clients of this door live in the machine's time. */
async function machineCertificate({ authority, sdkHosts }: DoorParts) {
  const now = Date.now();
  const DAY_MS = 86_400_000;
  const validity = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 365 * DAY_MS) };
  const issued = await authority.issue({
    names: ['localhost', ...sdkHosts],
    keyAlgorithm: 'EC_prime256v1',
    ...validity,
  });
  return { cert: issued.certificatePem + issued.chainPem, key: issued.privateKeyPem };
}

type Fetch = (request: Request) => Response | Promise<Response>;

function open(
  fetch: Fetch,
  port: number,
  tls?: { cert: string; key: string },
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const secure = tls ? { createServer: createHttpsServer, serverOptions: tls } : {};
    const server = serve({ fetch, port, hostname: HOST, ...secure }, () => {
      server.off('error', reject);
      resolve({ server, port: (server.address() as AddressInfo).port });
    });
    server.once('error', reject);
  });
}

function shut(server: ServerType): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
