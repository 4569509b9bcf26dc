/** An endpoint of its own for each test, with some operations of every protocol behind it, and AWS's own clients of it. */
import * as acm from '@aws-sdk/client-acm';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as route53 from '@aws-sdk/client-route-53';
import * as sesv2 from '@aws-sdk/client-sesv2';
import * as sfn from '@aws-sdk/client-sfn';
import { createDynamoDb, type DynamoDb } from '../../../../local/aws/dynamodb/dynamodb.ts';
import { type AwsEndpoint, createAwsEndpoint } from '../../../../local/aws/endpoint.ts';
import { createFaults, type Faults } from '../../../../local/aws/faults.ts';
import { awsError, type Caller, type Service, service } from '../../../../local/aws/service.ts';
import { WorldClock } from '../../../../local/clock.ts';
import { openStore, type Store } from '../../../../local/store.ts';
import { createWorld, type World } from '../../../../local/world.ts';

const REGION = { region: 'us-east-1' };

/** What the operations have been called with. */
interface Heard {
  /** Of ListCertificates. */
  callers: Caller[];
  /** Names of executions. */
  started: string[];
  /** Resources of CloudFront, each with its first tag. */
  tagged: [string | undefined, string | undefined][];
}

/** Call it at the top of a test file. */
export function endpointScene() {
  let store: Store;
  let world: World;
  let dynamodb: DynamoDb;
  let endpoint: AwsEndpoint;
  let faults: Faults;
  let url: string;
  let heard: Heard;
  let clients: { destroy(): void }[];
  beforeEach(async () => {
    store = openStore();
    world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), store, 'endpoint');
    dynamodb = await createDynamoDb(world);
    faults = createFaults(world);
    heard = { callers: [], started: [], tagged: [] };
    clients = [];
    endpoint = createAwsEndpoint(world, servicesOf(heard), dynamodb);
    url = `http://127.0.0.1:${(await endpoint.listen(0)).port}`;
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await endpoint.close();
    await dynamodb.close();
    store.close();
  });
  return {
    get world() {
      return world;
    },
    get endpoint() {
      return endpoint;
    },
    get faults() {
      return faults;
    },
    get heard() {
      return heard;
    },
    connect<T extends { destroy(): void }>(Client: new (config: object) => T, accessKeyId = 'tester'): T {
      const credentials = { accessKeyId, secretAccessKey: 'secret' };
      const client = new Client({ ...REGION, endpoint: url, credentials, maxAttempts: 1 });
      clients.push(client);
      return client;
    },
    post(headers: Record<string, string>, body: string, path = '/'): Promise<Response> {
      return fetch(`${url}${path}`, { method: 'POST', headers, body });
    },
  };
}

function servicesOf({ callers, started, tagged }: Heard): Service[] {
  return [
    service({
      name: 'acm',
      module: acm,
      client: new acm.ACMClient(REGION),
      handlers: {
        ListCertificates(_input, caller) {
          callers.push(caller);
          return { CertificateSummaryList: [{ DomainName: 'login.example.com' }] };
        },
        DescribeCertificate() {
          throw awsError('ResourceNotFoundException', 'Could not find the certificate');
        },
        RequestCertificate() {
          throw new TypeError('a bug of ours');
        },
        GetCertificate() {
          throw awsError('Throttling', 'Rate exceeded');
        },
      },
    }),
    service({
      name: 'cloudfront',
      module: cloudfront,
      client: new cloudfront.CloudFrontClient(REGION),
      handlers: {
        CreateDistribution: ({ DistributionConfig }) => ({
          ETag: 'E1',
          Location: 'https://cloudfront.amazonaws.com/2020-05-31/distribution/EDFDVBD6EXAMPLE',
          Distribution: {
            Id: 'EDFDVBD6EXAMPLE',
            ARN: 'arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE',
            Status: 'InProgress',
            LastModifiedTime: new Date('2026-11-21T00:00:00Z'),
            InProgressInvalidationBatches: 0,
            DomainName: 'd111111abcdef8.cloudfront.net',
            DistributionConfig,
          },
        }),
        UpdateDistribution({ IfMatch, DistributionConfig }) {
          if (IfMatch !== 'E1') throw awsError('PreconditionFailed', 'The given ETag is old');
          throw awsError('CNAMEAlreadyExists', `${DistributionConfig?.Aliases?.Items?.[0]} is held`);
        },
        GetDistribution({ Id }) {
          throw awsError('NoSuchDistribution', `There is no ${Id}`);
        },
        TagResource: ({ Resource, Tags }) => {
          tagged.push([Resource, Tags?.Items?.[0]?.Key]);
          return {};
        },
      },
    }),
    service({
      name: 'route53',
      module: route53,
      client: new route53.Route53Client(REGION),
      handlers: {
        ListResourceRecordSets: ({ HostedZoneId, StartRecordName }) => ({
          ResourceRecordSets: [
            { Name: StartRecordName, Type: 'CNAME' as const, TTL: 60, ResourceRecords: [{ Value: HostedZoneId }] },
          ],
          IsTruncated: false,
          MaxItems: 100,
        }),
        GetHostedZone: () => {
          throw awsError('NoSuchHostedZone', 'No hosted zone found with ID: Z1');
        },
      },
    }),
    service({
      name: 'ses',
      module: sesv2,
      client: new sesv2.SESv2Client(REGION),
      handlers: {
        SendEmail: () => ({ MessageId: '0100019a' }),
        GetEmailIdentity: ({ EmailIdentity }) => {
          throw awsError('NotFoundException', `Email identity ${EmailIdentity} does not exist`);
        },
      },
    }),
    service({
      name: 'eventbridge',
      module: eventbridge,
      client: new eventbridge.EventBridgeClient(REGION),
      handlers: {
        PutEvents: ({ Entries }) => ({ FailedEntryCount: 0, Entries: Entries?.map(() => ({ EventId: 'e' })) }),
      },
    }),
    service({
      name: 'states',
      module: sfn,
      client: new sfn.SFNClient(REGION),
      handlers: {
        ListTagsForResource() {
          throw awsError('ResourceNotFound', 'There is no such resource');
        },
        StartExecution: ({ name }) => {
          started.push(String(name));
          return { executionArn: `arn:${name}`, startDate: new Date('2026-11-21T00:00:00.123Z') };
        },
        DescribeExecution: () => {
          throw awsError('ExecutionDoesNotExist', 'Execution Does Not Exist');
        },
      },
    }),
  ];
}
