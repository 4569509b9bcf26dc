/**
 * The whole service on one machine, in one process: the deployed code, the simulated AWS behind one endpoint, DNS, mail, a
 * certificate authority, an edge, and the doors to it. Started again over the same folder, it goes on where it stood.
 */
import { join } from 'node:path';
import { type Alarms, createAlarms } from './alarms.ts';
import { type Aws, openAws, stateMachineArn } from './aws/aws.ts';
import { createFaults, type Faults } from './aws/faults.ts';
import { WorldClock } from './clock.ts';
import { openDoors } from './doors.ts';
import { startEventRules, startSchedule } from './event-rules.ts';
import { prepareFolder, removeWorld } from './folder.ts';
import { createForeign, type Foreign } from './foreign.ts';
import { throughGateway } from './gateway.ts';
import { createLambdas, type Lambdas } from './lambda.ts';
import { basicOf, findOperator, type Operator, writeSecrets } from './operator.ts';
import { type Outside, openOutside } from './outside.ts';
import { createPanel } from './panel/panel.ts';
import { createPortal } from './portal.ts';
import { createReceivers, type Receivers } from './receivers.ts';
import { makeMistakes, SDK_HOSTS, SITE } from './scenery.ts';
import { openStore, type Store } from './store.ts';
import { createSupport, type Support } from './support.ts';
import { createEdge } from './tls/edge.ts';
import { endpoints, originOf, variables } from './variables.ts';
import { createWorld, type World } from './world.ts';

export interface Ports {
  console: number;
  api: number;
  aws: number;
  dns: number;
  smtp: number;
  edgeTls: number;
  edgeHttp: number;
  webhooks: number;
}

/** Free ones on every start: for tests and the demo, beside a started product. */
const ANY_PORTS: Ports = { console: 0, api: 0, aws: 0, dns: 0, smtp: 0, edgeTls: 0, edgeHttp: 0, webhooks: 0 };

export interface ProductOptions {
  /** Where state is kept; without it, in memory. */
  folder?: string;
  ports?: Ports;
  /** World time of a new world. */
  start?: Date;
  seed?: string;
  /** One thing at a time, in the order in which things became ready: two runs of a seed are alike. */
  deterministic?: boolean;
  /** As a stage's: what an overlapping wildcard of somebody else means. */
  wildcardOverlap?: 'warn' | 'block';
  /** The clock of the callers: signatures, sessions, locks and limits are judged by it. The machine's by default. */
  doorTime?: () => Date;
}

export interface Product
  extends Pick<Outside, 'zones' | 'mail' | 'resolvers'>,
    Pick<
      Aws,
      'acm' | 'authorization' | 'cloudFront' | 'onAnswered' | 'onCalled' | 'quotas' | 'stateMachineArn' | 'table'
    >,
    Pick<Lambdas, 'onInvoked'> {
  world: World;
  /** What on-call is called for. */
  alarms: Alarms;
  /** What goes wrong with calls of AWS. */
  faults: Faults;
  /** What other people own in CloudFront. */
  foreign: Foreign;
  /** AWS Support. */
  support: Support;
  /** Who takes webhooks. */
  receivers: Receivers;
  ports: Ports;
  /** The local root, PEM. */
  rootPem: string;
  /** The first application: it may do everything. */
  operator: Operator;
  /** Calls an operation as the first application, over the https door. Throws the problem's detail and remedy. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Anybody's call, over the https door; `path` with all that stands before it, as `/api/sites`. */
  send(path: string, init: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const { folder, ports: wanted = ANY_PORTS, wildcardOverlap = 'warn', doorTime = () => new Date() } = options;
  const { world, isNew } = openWorld(options);
  // Each part needs an address or a function of a later one: these are filled in before anything runs.
  const later: {
    consolePort: number;
    apiPort: number;
    invoke: Lambdas['invoke'];
    kill: Lambdas['kill'];
    call: Product['call'];
  } = {
    consolePort: 0,
    apiPort: 0,
    invoke: () => Promise.reject(new Error('not started')),
    kill: () => {},
    call: () => Promise.reject(new Error('not started')),
  };

  const outside = await openOutside(world, { isNew, folder, ports: wanted });
  const invoke: Lambdas['invoke'] = (arn, payload) => later.invoke(arn, payload);
  const aws = await openAws(world, outside, {
    folder,
    port: wanted.aws,
    approvalBaseUrl: () => originOf(later),
    lambdas: { invoke, kill: (sandbox) => later.kill(sandbox) },
  });
  const edge = createEdge(world, aws.cloudFront.routes, outside.authority);
  const edgePorts = await edge.listen({ tlsPort: wanted.edgeTls, httpPort: wanted.edgeHttp });
  const receivers = createReceivers(world, outside.authority);
  const webhookPort = await receivers.listen(wanted.webhooks);

  const lambdas = createLambdas(
    world,
    () => variables(later, wildcardOverlap),
    endpoints(outside, aws, { ...edgePorts, webhookPort }),
    doorTime,
  );
  Object.assign(later, { invoke: lambdas.invoke, kill: lambdas.kill });
  const alarms = createAlarms(world, lambdas, aws.table);
  const faults = createFaults(world);
  const { moves, owners } = aws.cloudFront;
  const foreign = createForeign(world, { owners, authority: outside.authority });
  const support = createSupport(world, { moves, owners });
  const panel = createPanel({
    world,
    alarms,
    zones: outside.zones,
    mail: outside.mail,
    quotas: aws.quotas,
    faults,
    foreign,
    support,
    moves,
    receivers,
  });
  const portal = createPortal({ store: world.store, doorTime, call: (...words) => later.call(...words) });
  const { promise: ready, resolve: open } = Promise.withResolvers<void>();
  const doors = await openDoors(
    {
      world,
      lambdas,
      panel,
      portal,
      approvals: aws.acm.approvals,
      authority: outside.authority,
      ready,
      sdkHosts: SDK_HOSTS,
    },
    wanted,
  );
  Object.assign(later, { consolePort: doors.consolePort, apiPort: doors.apiPort });
  startEventRules(world, lambdas, aws.authorization);
  startSchedule(world, lambdas, aws.table, aws.authorization);
  aws.resume();

  const operator = await findOperator(world, lambdas);
  if (folder) writeSecrets(folder, operator);
  const send = sender(world, lambdas, doors.apiPort);
  const call = caller(send, operator);
  later.call = call;
  if (isNew) await settleIn(call, outside);
  world.store.collection('clock').delete(UNFINISHED);
  open();
  return {
    world,
    alarms,
    operator,
    call,
    send,
    faults,
    foreign,
    support,
    receivers,
    onInvoked: lambdas.onInvoked,
    onCalled: aws.onCalled,
    onAnswered: aws.onAnswered,
    zones: outside.zones,
    mail: outside.mail,
    resolvers: outside.resolvers,
    rootPem: outside.authority.rootPem,
    acm: aws.acm,
    authorization: aws.authorization,
    cloudFront: aws.cloudFront,
    quotas: aws.quotas,
    stateMachineArn,
    table: aws.table,
    ports: {
      console: doors.consolePort,
      api: doors.apiPort,
      aws: aws.port,
      dns: outside.dnsPort,
      smtp: outside.smtpPort,
      edgeTls: edgePorts.tlsPort,
      edgeHttp: edgePorts.httpPort,
      webhooks: webhookPort,
    },
    async stop() {
      world.clock.stop();
      await doors.close();
      await aws.close();
      await Promise.all([edge.close(), receivers.close(), outside.close()]);
      world.store.close();
    },
  };
}

/** Stands beside the clock's time until a new world is ready. */
const UNFINISHED = 'unfinished';

/** A world whose first start did not come to its end holds nothing of anybody's: it is begun anew. */
function openFolder(folder: string): Store {
  const file = join(folder, 'world.db');
  prepareFolder(folder);
  const store = openStore(file);
  if (store.collection('clock').get(UNFINISHED) === undefined) return store;
  store.close();
  removeWorld(folder);
  prepareFolder(folder);
  return openStore(file);
}

/** World time goes on where it stood, to the second; a new world begins at `start`. */
function openWorld({ folder, start = new Date(), seed = 'local', deterministic = false }: ProductOptions): {
  world: World;
  isNew: boolean;
} {
  const store = folder ? openFolder(folder) : openStore();
  const time = store.collection<string>('clock');
  const saved = time.get('now');
  const clock = new WorldClock(new Date(saved ?? start), {
    onMove: (now) => time.put('now', now.toISOString()),
    ...(deterministic ? { pick: () => 0 } : {}),
  });
  if (saved === undefined) time.put(UNFINISHED, clock.now().toISOString());
  time.put('now', clock.now().toISOString());
  return { world: createWorld(clock, store, seed), isNew: saved === undefined };
}

/** A new world's customer has registered, and made mistakes. */
async function settleIn(call: Product['call'], { zones }: Outside): Promise<void> {
  const { siteId, ...site } = SITE;
  await call('PUT', `/sites/${siteId}`, site);
  makeMistakes(zones);
}

function sender(world: World, lambdas: Lambdas, apiPort: number): Product['send'] {
  const domainName = `localhost:${apiPort}`;
  return (path, init) =>
    throughGateway(world, lambdas, new Request(`https://${domainName}${path}`, init), { domainName });
}

function caller(send: Product['send'], operator: Operator): Product['call'] {
  const headers = { authorization: basicOf(operator) };
  return async <Answer>(method: string, path: string, body?: unknown) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await send(`/api${path}`, init);
    const answer = (await response.json()) as { detail?: string; remedy?: string };
    if (!response.ok) throw Object.assign(new Error(`${answer.detail} ${answer.remedy}`), { problem: answer });
    return answer as Answer;
  };
}
