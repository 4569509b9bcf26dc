/**
 * The API function: every operation of core/operations.ts on its REST route, behind API Gateway and behind the local doors
 * alike. Who calls and when is what API Gateway says, never a header of the caller.
 */
import { Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { bodyLimit } from 'hono/body-limit';
import { parseDataCenters } from '../../core/data-center.ts';
import { ServiceError } from '../../core/errors.ts';
import { OPERATIONS, type OperationName } from '../../core/operations.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createEvents } from '../clients/events.ts';
import { createQuotas } from '../clients/quotas.ts';
import { createRoute53 } from '../clients/route53.ts';
import { createStepFunctions } from '../clients/step-functions.ts';
import { createTable } from '../clients/table.ts';
import { createClaims } from '../records/claims.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createResends } from '../records/resends.ts';
import { createSites } from '../records/sites.ts';
import { createWaits } from '../records/waits.ts';
import { type Create, createLogger, REAL_MACHINE } from '../runtime.ts';
import { askForHelp } from './ask-for-help.ts';
import { cancelCertificate } from './cancel-certificate.ts';
import { checkAgain } from './check-again.ts';
import { clearPrefix } from './clear-prefix.ts';
import { generateCertificate } from './generate-certificate.ts';
import { getCertificate } from './get-certificate.ts';
import { getHealth } from './get-health.ts';
import { getHistory } from './get-history.ts';
import { getSite } from './get-site.ts';
import { getTicket } from './get-ticket.ts';
import { BODY_LIMIT, readInput } from './input.ts';
import { listCertificates } from './list-certificates.ts';
import { listSites } from './list-sites.ts';
import { listTickets } from './list-tickets.ts';
import { listTrustedDomains } from './list-trusted-domains.ts';
import { noteTicket } from './note-ticket.ts';
import { openApi } from './open-api.ts';
import type { Call, Operation, Tools } from './operation.ts';
import { preflightCertificate } from './preflight-certificate.ts';
import { problemOf } from './problem.ts';
import { registerSite } from './register-site.ts';
import { resendMails } from './resend-mails.ts';
import { resolveTicket } from './resolve-ticket.ts';
import { setPrefix } from './set-prefix.ts';

/** Each operation's handler; a missing one is a type error. */
const HANDLERS: { [Name in OperationName]: (tools: Tools) => Operation<Name> } = {
  'sites.register': registerSite,
  'sites.get': getSite,
  'sites.list': listSites,
  'sites.listTrustedDomains': listTrustedDomains,
  'sites.setPrefix': setPrefix,
  'sites.clearPrefix': clearPrefix,
  'certificates.preflight': preflightCertificate,
  'certificates.generate': generateCertificate,
  'certificates.list': listCertificates,
  'certificates.get': getCertificate,
  'certificates.history': getHistory,
  'certificates.resend': resendMails,
  'certificates.checkAgain': checkAgain,
  'certificates.cancel': cancelCertificate,
  'certificates.askForHelp': askForHelp,
  'tickets.list': listTickets,
  'tickets.get': getTicket,
  'tickets.note': noteTicket,
  'tickets.resolve': resolveTicket,
  health: getHealth,
};

/** What API Gateway tells besides the HTTP request. */
interface GatewayEvent {
  requestContext: { requestTimeEpoch: number; requestId: string; identity: { userArn?: string | null } };
}
type Bindings = { Bindings: { event: GatewayEvent } };

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const tools: Tools = {
    env,
    machine,
    table,
    dataCenters: parseDataCenters(requireVariable(env, 'DATA_CENTERS')),
    provisionCertificateArn: requireVariable(env, 'PROVISION_CERTIFICATE_ARN'),
    sites: createSites(table),
    requests: createRequests(table),
    waits: createWaits(table),
    claims: createClaims(table),
    moves: createMoves(table),
    resends: createResends(table),
    cloudFront: createCloudFront(env),
    route53: createRoute53(env),
    stepFunctions: createStepFunctions(env),
    events: createEvents(env),
    quotas: createQuotas(env),
  };
  const handler = handle(createApp(tools));
  return (event) => handler(event as LambdaEvent);
};

function createApp(tools: Tools): Hono<Bindings> {
  const logger = createLogger('Api', tools.env);
  const app = new Hono<Bindings>().basePath('/api');

  app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: tooLarge }));
  app.get('/openapi.json', (context) => context.json(openApi()));
  for (const name of Object.keys(OPERATIONS) as OperationName[]) mount(app, name, tools);

  app.notFound((context) => {
    throw new ServiceError('OperationUnknown', { method: context.req.method, path: new URL(context.req.url).pathname });
  });
  app.onError((error, context) => {
    const { callId, caller } = callOf(context.env.event);
    const problem = problemOf(error, callId);
    const log = problem.status >= 500 ? 'error' : 'info';
    logger[log](`${context.req.method} ${context.req.path}`, {
      callId,
      caller,
      status: problem.status,
      code: problem.code,
      error,
    });
    return context.body(JSON.stringify(problem), problem.status as 500, { 'content-type': 'application/problem+json' });
  });
  return app;
}

function tooLarge(): never {
  throw new ServiceError('BodyTooLarge', { limit: String(BODY_LIMIT) });
}

function mount<Name extends OperationName>(app: Hono<Bindings>, name: Name, tools: Tools): void {
  const { method, path, success, input: schema } = OPERATIONS[name];
  const operate = HANDLERS[name](tools);
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
    const parts = { path: context.req.param(), query: context.req.query(), body: await context.req.text() };
    const input = readInput(schema, parts) as Parameters<typeof operate>[0];
    const answer = (await operate(input, callOf(context.env.event))) as { requestId?: string };
    if (name === 'certificates.generate') context.header('location', `${context.req.path}/${answer.requestId}`);
    return context.json(answer, success);
  });
}

function callOf({ requestContext }: GatewayEvent): Call {
  return {
    now: new Date(requestContext.requestTimeEpoch),
    caller: requestContext.identity.userArn ?? 'anonymous',
    callId: requestContext.requestId,
  };
}
