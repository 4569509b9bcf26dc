/** The simulated AWS as one: every service behind one endpoint, the table made as infra makes it, the machines put in place. */
import { join } from 'node:path';
import { STATE_MACHINES, type StateMachineName } from '../../core/topology.ts';
import type { Agenda } from '../agenda.ts';
import { createDeliveries } from '../deliveries.ts';
import type { Outside } from '../outside.ts';
import { DATA_CENTERS, ROUTE53_SERVERS } from '../scenery.ts';
import { readMachine } from '../state-machine-files.ts';
import { OUR_ACCOUNT, REGION, type World } from '../world.ts';
import type { Certificate } from './acm/certificates.ts';
import { type Acm, createAcm } from './acm/service.ts';
import { type Authorization, createAuthorization, type TagsOf } from './authorization/authorization.ts';
import { roleArn, rolesOfDeployment } from './authorization/roles.ts';
import type { StoredDistribution } from './cloudfront/distributions.ts';
import { type CloudFront, createCloudFront } from './cloudfront/service.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import type { Item } from './dynamodb/engine.ts';
import { type AwsEndpoint, createAwsEndpoint } from './endpoint.ts';
import { createEventBridge } from './eventbridge/service.ts';
import { createKms } from './kms/service.ts';
import { createLambda } from './lambda/service.ts';
import { createRoute53 } from './route53/service.ts';
import { createServiceQuotas } from './servicequotas/service.ts';
import { createSes } from './ses/service.ts';
import type { StoredOpsItem } from './ssm/ops-items.ts';
import { createSsm } from './ssm/service.ts';
import { createStepFunctions } from './states/service.ts';
import { makeTable } from './table.ts';

export interface Aws {
  acm: Acm;
  cloudFront: CloudFront;
  quotas: ReturnType<typeof createServiceQuotas>['quotas'];
  endpointUrl: string;
  port: number;
  onCalled: AwsEndpoint['onCalled'];
  onAnswered: AwsEndpoint['onAnswered'];
  table: Agenda & { items(): Item[] };
  /** What functions, machines and rules may do. */
  authorization: Authorization;
  stateMachineArn(name: StateMachineName): string;
  /** Goes on with the executions that were running when the last process ended. */
  resume(): void;
  close(): Promise<void>;
}

export interface AwsOptions {
  /** Where DynamoDB keeps its files; without it, in memory. */
  folder?: string | undefined;
  port: number;
  /** Origin of the page that the approval mails lead to. */
  approvalBaseUrl(): string;
  lambdas: { invoke(functionArn: string, payload: unknown): Promise<unknown>; kill(sandbox: string): void };
}

export const TABLE_NAME = 'certificates';

export function stateMachineArn(name: StateMachineName): string {
  return `arn:aws:states:${REGION}:${OUR_ACCOUNT}:stateMachine:${name}`;
}

export async function openAws(
  world: World,
  { dns, zones, mail, authority }: Outside,
  options: AwsOptions,
): Promise<Aws> {
  const { folder, port: wanted, approvalBaseUrl, lambdas } = options;
  const { service: serviceQuotas, quotas } = createServiceQuotas(world);
  const acm = createAcm(world, { dns, mail, authority, quotas, approvalBaseUrl });
  const { certificates } = acm;
  const cloudFront = createCloudFront(world, { certificates, dns, zones, quotas, edgeAddress: '127.0.0.1' });
  const route53 = createRoute53(world, { zones, servers: ROUTE53_SERVERS });
  for (const { host, zoneId } of Object.values(DATA_CENTERS)) route53.adoptZone(host, zoneId);
  const authorization = createAuthorization(
    rolesOfDeployment({ tableName: TABLE_NAME, stateMachineArn }),
    tagsIn(world.store),
  );
  const states = createStepFunctions(world, lambdas, authorization.invocationRefusal);
  const deliveries = createDeliveries(world, lambdas, 'lambda.deliveries');
  const dynamoDb = await createDynamoDb(world, folder ? { path: join(folder, 'dynamodb') } : {});
  const plain = [
    createSes(world, { mail }),
    createEventBridge(world),
    createKms(world),
    createLambda(lambdas, deliveries),
    createSsm(world),
    route53,
    states,
    acm,
    cloudFront,
  ].map((each) => each.service);
  const endpoint = createAwsEndpoint(world, [...plain, serviceQuotas], dynamoDb, authorization, lambdas.kill);
  const { port } = await endpoint.listen(wanted);
  const endpointUrl = `http://127.0.0.1:${port}`;
  await makeTable(endpointUrl, TABLE_NAME);
  for (const name of Object.keys(STATE_MACHINES) as StateMachineName[]) {
    states.putStateMachine({ name, definition: readMachine(name), roleArn: roleArn(name) });
  }
  return {
    acm,
    cloudFront,
    quotas,
    endpointUrl,
    port,
    onCalled: endpoint.onCalled,
    onAnswered: endpoint.onAnswered,
    table: {
      onWritten: dynamoDb.onWritten,
      due: () => dynamoDb.partitions(TABLE_NAME, 'due'),
      items: () => dynamoDb.items(TABLE_NAME),
    },
    authorization,
    stateMachineArn,
    resume() {
      states.resume();
      deliveries.resume();
    },
    async close() {
      await endpoint.close();
      await dynamoDb.close();
    },
  };
}

/** Of what can carry tags: certificates, distributions, tickets. */
function tagsIn(store: World['store']): TagsOf {
  const certificates = store.collection<Certificate>('acm.certificates');
  const distributions = store.collection<StoredDistribution>('cloudfront.distributions');
  const tickets = store.collection<StoredOpsItem>('ssm.opsItems');
  return (arn) => {
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    return (certificates.get(arn) ?? distributions.get(id) ?? tickets.get(id))?.tags;
  };
}
