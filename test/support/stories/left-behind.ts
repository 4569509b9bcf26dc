/**
 * What a request has left in the world, read as anybody with the right credentials would read it: claims and parked waits in
 * the table, certificates at ACM, names and certificate on the site's distribution, the execution's status.
 */
import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, GetDistributionConfigCommand, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Answers } from '../../../core/api/operations.ts';
import { TABLE_NAME } from '../../../local/aws/aws.ts';
import type { Product } from '../../../local/product.ts';
import { REGION } from '../../../local/world.ts';

export interface LeftBehind {
  claims: string[];
  /** Names of the waits that are parked. */
  waits: string[];
  /** ARNs of all certificates of our account. */
  certificates: string[];
  /** Of the site's distribution. */
  aliases: string[];
  /** Null is CloudFront's own. */
  certificate: string | null;
}

/** As left by a request that never was. */
export const NOTHING: LeftBehind = { claims: [], waits: [], certificates: [], aliases: [], certificate: null };

/** How an AWS client of that account reaches this world. An access key of twelve digits is that account's. */
export function reaching({ ports }: Product, accessKeyId = 'reader') {
  const endpoint = `http://127.0.0.1:${ports.aws}`;
  return { region: REGION, endpoint, credentials: { accessKeyId, secretAccessKey: 'simulated' } };
}

export async function leftBehind(product: Product, siteId: string): Promise<LeftBehind> {
  const [items, certificates, distribution] = await Promise.all([
    itemsOf(product),
    certificatesOf(product),
    distributionOf(product, siteId),
  ]);
  return {
    claims: items.filter(({ pk }) => pk.startsWith('CLAIM#')).map(({ pk }) => pk.slice('CLAIM#'.length)),
    waits: items.filter(({ sk }) => sk.startsWith('WAIT#')).map(({ sk }) => sk.split('#')[2] ?? sk),
    certificates,
    ...distribution,
  };
}

export async function describeExecution(product: Product, requestId: string) {
  const client = new SFNClient(reaching(product));
  const answer = await client.send(new DescribeExecutionCommand({ executionArn: executionArn(product, requestId) }));
  client.destroy();
  return answer;
}

export function executionArn({ stateMachineArn }: Product, requestId: string): string {
  return `${stateMachineArn('provision-certificate').replace(':stateMachine:', ':execution:')}:${requestId}`;
}

async function itemsOf(product: Product): Promise<{ pk: string; sk: string }[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(reaching(product)));
  const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName: TABLE_NAME }));
  client.destroy();
  if (LastEvaluatedKey) throw new Error('the table is larger than one page: page on');
  return Items as { pk: string; sk: string }[];
}

async function certificatesOf(product: Product): Promise<string[]> {
  const client = new ACMClient(reaching(product));
  const { CertificateSummaryList = [] } = await client.send(new ListCertificatesCommand({ MaxItems: 1000 }));
  client.destroy();
  return CertificateSummaryList.map(({ CertificateArn }) => CertificateArn ?? '');
}

/** Found by its CallerReference: the deployment and the site. */
async function distributionOf(product: Product, siteId: string): Promise<Pick<LeftBehind, 'aliases' | 'certificate'>> {
  const client = new CloudFrontClient(reaching(product));
  const { DistributionList } = await client.send(new ListDistributionsCommand({}));
  for (const { Id } of DistributionList?.Items ?? []) {
    const { DistributionConfig } = await client.send(new GetDistributionConfigCommand({ Id }));
    if (DistributionConfig?.CallerReference !== `${TABLE_NAME}/${siteId}`) continue;
    client.destroy();
    const { Aliases, ViewerCertificate } = DistributionConfig;
    return { aliases: Aliases?.Items ?? [], certificate: ViewerCertificate?.ACMCertificateArn ?? null };
  }
  throw new Error(`site ${siteId} has no distribution`);
}

/** What belongs to nobody, but for the customer's own records that still lead here. */
export async function orphansOf(product: Product): Promise<unknown[]> {
  const { orphans } = await product.call<Answers['orphans.list']>('GET', '/orphans');
  return orphans.filter(({ kind }) => kind !== 'name');
}
