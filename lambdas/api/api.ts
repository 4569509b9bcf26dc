/**
 * The API function: every operation of core/api/operations.ts on its REST route below /api, and as POST /<operation> for the vendor's
 * SDKs (rpc.ts), behind API Gateway and behind the local doors alike. What is called and when is what API Gateway says, never a
 * header of the caller; who calls, perform.ts finds out.
 */
import { type Context, Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { bodyLimit } from 'hono/body-limit';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { type InputOf, OPERATIONS, type Operation, type OperationName } from '../../core/api/operations.ts';
import { parseDataCenters } from '../../core/data-center.ts';
import { ServiceError } from '../../core/errors.ts';
import { isSecretOverHttp } from '../../core/security/credentials.ts';
import { createDoor } from '../authentication/door.ts';
import { errorOf, refused } from '../authentication/refusal.ts';
import { type DoorRequest, type ProxyEvent, readRequest } from '../authentication/request.ts';
import { createAcm } from '../clients/acm.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createEvents } from '../clients/events.ts';
import { publisher } from '../clients/figures.ts';
import { createQuotas } from '../clients/quotas.ts';
import { readingOnce } from '../clients/reading-once.ts';
import { createRoute53 } from '../clients/route53.ts';
import { createStepFunctions, machineArnsFrom } from '../clients/step-functions.ts';
import { createTable } from '../clients/table.ts';
import { createActivations } from '../records/activations.ts';
import { createAudit } from '../records/audit.ts';
import { createCares } from '../records/cares.ts';
import { createClaims } from '../records/claims.ts';
import { createDeliveries } from '../records/deliveries.ts';
import { createErrands } from '../records/errands.ts';
import { createLinks } from '../records/links.ts';
import { createMoves } from '../records/moves.ts';
import { createOutcomes } from '../records/outcomes.ts';
import { createRenewalTickets } from '../records/renewal-tickets.ts';
import { createRenewals } from '../records/renewals.ts';
import { createRequests } from '../records/requests.ts';
import { createResends } from '../records/resends.ts';
import { createSites } from '../records/sites.ts';
import { createWaits } from '../records/waits.ts';
import { createWebhooks } from '../records/webhooks.ts';
import { type Create, createLogger, REAL_MACHINE } from '../runtime.ts';
import { createAudited } from './audited.ts';
import { entityTagOf } from './entity-tag.ts';
import { errorEnvelope } from './envelope.ts';
import { BODY_LIMIT, invalidField, namesIn, type Parts, readInput } from './input.ts';
import { isConditional, openApi } from './open-api.ts';
import type { Tools } from './operation.ts';
import { createPerform, type FaceCall } from './perform.ts';
import { type Presented, presentable } from './presentable.ts';
import { headersOf, problemOf } from './problem.ts';
import { callRpc, wantsHttpStatus } from './rpc.ts';

/** What API Gateway tells besides the HTTP request. */
interface GatewayEvent extends ProxyEvent {
  path: string;
  requestContext: ProxyEvent['requestContext'] & { requestTimeEpoch: number; requestId: string };
}
/** Where the REST face lives; beside it, at the root, the RPC face. */
const REST = '/api';

type Bindings = {
  Bindings: { event: Presented<GatewayEvent> };
  Variables: {
    request: DoorRequest;
    /** Headers `Set-Cookie` of the answer, by cookie name. */
    cookies: Map<string, string>;
    /** An operation was asked for, so that the audit has the call. */
    isAudited: boolean;
  };
};

export const create: Create = (env, machine = REAL_MACHINE, publish = publisher(env, machine)) => {
  const table = readingOnce(createTable(env));
  const [sites, requests] = [createSites(table), createRequests(table)];
  const tools: Tools = {
    ...createDoor(env, machine, table),
    env,
    table,
    dataCenters: parseDataCenters(requireVariable(env, 'DATA_CENTERS')),
    machineArns: machineArnsFrom(env),
    consoleUrl: requireVariable(env, 'CONSOLE_URL'),
    audit: createAudit(table),
    sites,
    requests,
    activations: createActivations(table, { sites, requests }),
    renewals: createRenewals(table),
    outcomes: createOutcomes(table),
    waits: createWaits(table),
    claims: createClaims(table),
    errands: createErrands(table),
    deliveries: createDeliveries(table),
    webhooks: createWebhooks(table),
    links: createLinks(table, machine.randomHex),
    cares: createCares(table),
    moves: createMoves(table),
    renewalTickets: createRenewalTickets(table),
    resends: createResends(table),
    acm: createAcm(env),
    cloudFront: createCloudFront(env),
    route53: createRoute53(env),
    stepFunctions: createStepFunctions(env),
    events: createEvents(env),
    quotas: createQuotas(env),
    publish,
  };
  const handler = handle(createApp(tools));
  return (event) => {
    table.forget(); // each call reads for itself: what was revoked or removed counts at once
    return handler(presentable(event as GatewayEvent) as unknown as LambdaEvent);
  };
};

function createApp(tools: Tools): Hono<Bindings> {
  const logger = createLogger('Api', tools.env);
  const perform = createPerform(tools, logger);
  const audited = createAudited(tools, logger);
  const app = new Hono<Bindings>();

  app.use(async (context, next) => {
    context.set('request', readRequest(context.env.event, tools.domains));
    context.set('cookies', new Map());
    // Callers set their clock by it after a refusal of their time.
    context.header('date', tools.machine.doorTime().toUTCString());
    context.header('cache-control', context.req.method === 'GET' ? 'private, no-cache' : 'no-store');
    const { unreadable: problem } = context.env.event;
    if (problem !== undefined) throw new ServiceError('RequestUnreadable', { problem });
    await next();
  });
  app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: tooLarge }));
  app.use(async (context, next) => {
    refuseBareSecret(context.get('request'), context.env.event.body ?? '');
    await next();
  });
  const rest = app.basePath(REST);
  let document: object | undefined; // made once an instance: anybody may ask for it
  rest.get('/openapi.json', (context) => {
    document ??= openApi();
    return context.json(document);
  });
  for (const name of Object.keys(OPERATIONS) as OperationName[]) mount(rest, name, perform);
  refuseOtherMethods(rest);
  app.all('/:name{[^/]+}', async (context) => {
    const call = { ...askedOf(context), name: context.req.param('name'), hasBody: (await context.req.text()) !== '' };
    const answer = await callRpc(tools, call, (called) => {
      context.set('isAudited', true);
      return perform(called);
    });
    giveCookies(context);
    return context.json(answer);
  });

  app.notFound((context) => {
    throw new ServiceError('OperationUnknown', { method: context.req.method, path: new URL(context.req.url).pathname });
  });
  app.onError(async (error, context) => {
    const { now, callId } = momentOf(context);
    const request = context.get('request');
    if (!context.get('isAudited')) await audited({ operation: '-', now, callId, request, sent: [] }, {}, error);
    const problem = problemOf(error, callId);
    const log = problem.status >= 500 ? 'error' : 'info';
    const { status, code } = problem;
    logger[log](`${context.req.method} ${context.req.path}`, { callId, status, code, error });
    giveCookies(context);
    // The code alone: what the caller has sent is in no address.
    if (isHandOver(context)) return context.redirect(`${tools.consoleUrl}/#/sign-in?refused=${code}`, 303);
    for (const [name, value] of Object.entries(headersOf(error))) context.header(name, value);
    if (context.req.path.startsWith(`${REST}/`)) {
      return context.body(JSON.stringify(problem), status as 500, { 'content-type': 'application/problem+json' });
    }
    const envelope = errorEnvelope(problem, tools.machine.doorTime());
    return context.json(envelope, wantsHttpStatus(request) ? (envelope.statusCode as 500) : 200);
  });
  return app;
}

function tooLarge(): never {
  throw new ServiceError('BodyTooLarge', { limit: String(BODY_LIMIT) });
}

/** 403006 comes before everything that looks at the call, be there such an operation or not. Forms are read; JSON by its names. */
function refuseBareSecret({ url, form, authorization }: DoorRequest, body: string): void {
  const inJson = namesIn({ body }).map((name): [string, string] => [name, '']);
  const parameters = [...form.parameters, ...inJson];
  if (isSecretOverHttp({ url, authorization, form: { ...form, parameters } })) throw errorOf(refused('secretOverHttp'));
}

type Perform = (called: FaceCall) => Promise<unknown>;

function mount(app: Hono<Bindings>, operation: OperationName, perform: Perform): void {
  const row: Operation = OPERATIONS[operation];
  const { method, path, success, input } = row;
  const route = routeOf(path);
  const takesIfMatch = isConditional(row);
  if (method === 'GET') app.get(route, etag({ retainedHeaders: [...RETAINED_304_HEADERS, 'set-cookie'] }));
  app.on(method, route, async (context) => {
    context.set('isAudited', true);
    const asked = askedOf(context);
    const { request } = asked;
    const parts = isHandOver(context) ? partsOfForm(request) : await partsOf(context);
    const ifMatch = context.req.header('if-match');
    const read = () => {
      if (ifMatch !== undefined && !takesIfMatch) throw invalidField('If-Match', 'is not taken by this operation');
      return readInput(input, parts) as InputOf<OperationName>;
    };
    const answer = (await perform({ ...asked, operation, ifMatch, sent: namesIn(parts), read })) as Located;
    giveCookies(context);
    if (method === 'GET') context.header('etag', entityTagOf(answer));
    if (success !== 200) context.header('location', locationOf(operation, context.req.path, answer));
    if (isHandOver(context)) return context.redirect(answer.location ?? '/', 303);
    return context.json(answer, success);
  });
}

/** What has come by all operations to here has an address of theirs, and a method of none. */
function refuseOtherMethods(app: Hono<Bindings>): void {
  const document = { path: '/openapi.json', method: 'GET' };
  for (const [path, rows] of Map.groupBy([document, ...Object.values(OPERATIONS)], ({ path }) => path)) {
    const allowed = rows.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    app.all(routeOf(path), ({ req }) => {
      throw new ServiceError('MethodNotAllowed', { path: req.path, allowed, method: req.method });
    });
  }
}

/** As Hono writes it. */
function routeOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

async function partsOf({ req }: Context<Bindings>): Promise<Parts> {
  const repeated = Object.entries(req.queries()).flatMap(([name, values]) => (values.length > 1 ? [name] : []));
  return { path: req.param(), query: req.query(), repeated, body: await req.text() };
}

const TAKE_FORMS = Object.values<Operation>(OPERATIONS).filter(({ takesForm }) => takesForm);

/** The portal hands a person over by a form of the browser, which goes on to the console then: a person reads no JSON. */
function isHandOver(context: Context<Bindings>): boolean {
  const { method, path } = context.req;
  return context.get('request').isForm && TAKE_FORMS.some((row) => method === row.method && path === REST + row.path);
}

function partsOfForm({ form }: DoorRequest): Parts {
  return { path: {}, query: {}, body: JSON.stringify(Object.fromEntries(form.parameters)) };
}

/** What every face tells of a call. */
function askedOf(context: Context<Bindings>) {
  const [request, cookies] = [context.get('request'), context.get('cookies')];
  return { ...momentOf(context), request, cookies, idempotencyKey: context.req.header('idempotency-key') };
}

type Located = { requestId?: string; userKey?: string; location?: string };

/** Of what was made, or of what goes on: the action is the last part of its path. */
function locationOf(operation: OperationName, path: string, { requestId, userKey }: Located): string {
  switch (operation) {
    case 'certificates.generate':
      return `${path}/${requestId}`;
    case 'applications.create':
      return `${path}/${userKey}`;
    case 'sessions.create':
      return path;
    default:
      return path.slice(0, path.lastIndexOf('/'));
  }
}

/** World time and the id of the call. */
function momentOf({ env }: Context<Bindings>): { now: Date; callId: string } {
  const { requestTimeEpoch, requestId } = env.event.requestContext;
  return { now: new Date(requestTimeEpoch), callId: requestId };
}

function giveCookies(context: Context<Bindings>): void {
  for (const cookie of context.get('cookies').values()) context.header('set-cookie', cookie, { append: true });
}
