/**
 * The whole service on one machine, in one process: the deployed code, the simulated AWS behind one endpoint, DNS, mail, a
 * certificate authority, an edge, and the doors to it. Started again over the same folder, it goes on where it stood.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import {
  arnPlaceholder,
  FUNCTIONS,
  type FunctionName,
  type LocalVariable,
  STATE_MACHINES,
  TABLE,
} from '../core/topology.ts';
import { createAcm } from './aws/acm/service.ts';
import { createCloudFront } from './aws/cloudfront/service.ts';
import { createDynamoDb } from './aws/dynamodb/dynamodb.ts';
import { createAwsEndpoint } from './aws/endpoint.ts';
import { createEventBridge } from './aws/eventbridge/service.ts';
import { createRoute53 } from './aws/route53/service.ts';
import { createServiceQuotas } from './aws/servicequotas/service.ts';
import { createSes } from './aws/ses/service.ts';
import { createStepFunctions } from './aws/states/service.ts';
import { WorldClock } from './clock.ts';
import { createDns } from './dns/dns.ts';
import { createZones, type Zones } from './dns/zones.ts';
import { openDoors } from './doors.ts';
import { startEventRules, startSchedule } from './event-rules.ts';
import { createLambdas, functionArn, type Variables } from './lambda.ts';
import { createMail, type Mail } from './mail/mail.ts';
import { createPanel } from './panel.ts';
import { DATA_CENTERS, layOut, makeMistakes, PREFIX, ROUTE53_SERVERS, SITE } from './scenery.ts';
import { openStore } from './store.ts';
import { createAuthority } from './tls/authority.ts';
import { createEdge } from './tls/edge.ts';
import { createWorld, OUR_ACCOUNT, REGION, type World } from './world.ts';

export interface Ports {
  console: number;
  api: number;
  aws: number;
  dns: number;
  smtp: number;
  edgeTls: number;
  edgeHttp: number;
}

/** Free ones on every start: for tests and the demo, beside a started product. */
export const ANY_PORTS: Ports = { console: 0, api: 0, aws: 0, dns: 0, smtp: 0, edgeTls: 0, edgeHttp: 0 };

export interface ProductOptions {
  /** Where state is kept; without it, in memory. */
  folder?: string;
  ports?: Ports;
  /** World time of a new world. */
  start?: Date;
  seed?: string;
}

export interface Product {
  world: World;
  zones: Zones;
  mail: Mail;
  acm: ReturnType<typeof createAcm>;
  stateMachineArn: string;
  ports: Ports;
  resolvers: string[];
  /** The local root, PEM. */
  rootPem: string;
  /** Calls an operation through the console's door. Throws the problem's detail and remedy. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

export const TABLE_NAME = 'certificates';

export async function startProduct({
  folder,
  ports = ANY_PORTS,
  start = new Date(),
  seed = 'local',
}: ProductOptions = {}): Promise<Product> {
  if (folder) mkdirSync(folder, { recursive: true });
  const store = openStore(folder && join(folder, 'world.db'));
  const savedTime = store.collection<string>('clock');
  const clock = new WorldClock(new Date(savedTime.get('now') ?? start), (now) =>
    savedTime.put('now', now.toISOString()),
  );
  const world = createWorld(clock, store, seed);
  const isNew = savedTime.get('now') === undefined;
  savedTime.put('now', clock.now().toISOString());

  // DNS, mail, CA
  const zones = createZones(world);
  if (isNew) layOut(zones);
  const dns = createDns(world, zones);
  const { port: dnsPort, resolvers } = await dns.listen({ port: ports.dns });
  const mail = createMail(world);
  const smtpPort = await mail.listen(ports.smtp);
  const authority = await createAuthority(world);
  if (folder) writeFileSync(join(folder, 'ca.pem'), authority.rootPem);

  // AWS
  let consolePort = ports.console;
  const { service: quotasService, quotas } = createServiceQuotas(world);
  const acm = createAcm(world, {
    dns,
    mail,
    authority,
    quotas,
    approvalBaseUrl: () => `http://localhost:${consolePort}`,
  });
  const cloudFront = createCloudFront(world, {
    certificates: acm.certificates,
    dns,
    zones,
    quotas,
    edgeAddress: '127.0.0.1',
  });
  const route53 = createRoute53(world, { zones, servers: ROUTE53_SERVERS });
  for (const { host, zoneId } of Object.values(DATA_CENTERS)) route53.adoptZone(host, zoneId);
  const dynamoDb = await createDynamoDb(world, folder ? { path: join(folder, 'dynamodb') } : {});
  const states = createStepFunctions(world, { invoke: (arn, payload) => lambdas.invoke(arn, payload) });
  const services = [
    acm.service,
    cloudFront.service,
    route53.service,
    quotasService,
    createSes(world, { mail }).service,
    createEventBridge(world).service,
    states.service,
  ];
  const endpoint = createAwsEndpoint(world, services, dynamoDb);
  const { port: awsPort } = await endpoint.listen(ports.aws);
  const endpointUrl = `http://127.0.0.1:${awsPort}`;
  await createTable(endpointUrl);

  // The edge
  const edge = createEdge(world, cloudFront.routes, authority);
  const edgePorts = await edge.listen({ tlsPort: ports.edgeTls, httpPort: ports.edgeHttp });

  // The service itself
  const stateMachineArn = `arn:aws:states:${REGION}:${OUR_ACCOUNT}:stateMachine:provision-certificate`;
  const endpoints: Record<LocalVariable, string> = {
    AWS_ENDPOINT_URL: endpointUrl,
    DNS_RESOLVERS: resolvers.map((address) => `${address}:${dnsPort}`).join(','),
    DNS_PORT: String(dnsPort),
    EDGE_TLS_PORT: String(edgePorts.tlsPort),
    EDGE_HTTP_PORT: String(edgePorts.httpPort),
    TRUST_ANCHORS: authority.rootPem,
  };
  const variables: Variables = {
    TABLE_NAME,
    DATA_CENTERS: JSON.stringify(DATA_CENTERS),
    PROVISION_CERTIFICATE_ARN: stateMachineArn,
    MAIL_FROM: 'Certificates <certificates@gigya.com>',
    get CONSOLE_URL() {
      return `http://localhost:${consolePort}`;
    },
  };
  const lambdas = createLambdas(world, variables, endpoints);
  for (const name of Object.keys(STATE_MACHINES)) states.putStateMachine({ name, definition: readMachine(name) });
  const panel = createPanel({ world, zones, mail });
  const doors = await openDoors({ world, lambdas, panel, approvals: acm.approvals, authority }, ports);
  consolePort = doors.consolePort;
  startEventRules(world, lambdas);
  startSchedule(world, lambdas);
  states.resume();

  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const init = {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    };
    const response = await fetch(`http://127.0.0.1:${consolePort}/api${path}`, init);
    const answer = (await response.json()) as { detail?: string; remedy?: string };
    if (!response.ok) throw Object.assign(new Error(`${answer.detail} ${answer.remedy}`), { problem: answer });
    return answer as Answer;
  }

  if (isNew) {
    await call('PUT', `/sites/${SITE.siteId}`, withoutId(SITE));
    makeMistakes(zones);
  }

  return {
    world,
    zones,
    mail,
    acm,
    stateMachineArn,
    resolvers,
    rootPem: authority.rootPem,
    ports: {
      console: consolePort,
      api: doors.apiPort,
      aws: awsPort,
      dns: dnsPort,
      smtp: smtpPort,
      edgeTls: edgePorts.tlsPort,
      edgeHttp: edgePorts.httpPort,
    },
    call,
    async stop() {
      clock.stop();
      await doors.close();
      await endpoint.close();
      await Promise.all([edge.close(), mail.close(), dns.close(), dynamoDb.close()]);
      store.close();
    },
  };
}

export { PREFIX, SITE };

function withoutId({ siteId: _, ...rest }: typeof SITE) {
  return rest;
}

/** The machine's file with the functions' ARNs in their places, as infra deploys it. */
export function readMachine(name: string): string {
  const text = readFileSync(join(import.meta.dirname, '..', 'state-machines', `${name}.asl.json`), 'utf8');
  return text.replaceAll(/\$\{(\w+)\}/g, (placeholder, inner: string) => {
    const found = (Object.keys(FUNCTIONS) as FunctionName[]).find((each) => arnPlaceholder(each) === inner);
    if (!found) throw new Error(`${placeholder} in ${name}.asl.json names no function of topology`);
    return functionArn(found);
  });
}

/** Indexes are declared with the table, as infra does. */
async function createTable(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({
    region: REGION,
    endpoint,
    credentials: { accessKeyId: 'deploy', secretAccessKey: 'simulated' },
  });
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  const indexes = Object.entries(TABLE.indexes);
  const attributes = [
    TABLE.partitionKey,
    TABLE.sortKey,
    ...indexes.flatMap(([, index]) => [index.partitionKey, index.sortKey]),
  ];
  try {
    await client.send(
      new CreateTableCommand({
        TableName: TABLE_NAME,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
        KeySchema: keys(TABLE.partitionKey, TABLE.sortKey),
        GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
          IndexName,
          KeySchema: keys(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: 'ALL' as const },
        })),
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // it is there from the last start
  }
}
