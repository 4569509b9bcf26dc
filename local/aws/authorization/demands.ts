/**
 * What calls ask IAM for, service by service: mostly the action of the operation's own name on the resource that the input
 * names; what is otherwise stands here. Source: AWS's Service Authorization Reference, the page of each service.
 */
import type * as acm from '@aws-sdk/client-acm';
import type * as cloudfront from '@aws-sdk/client-cloudfront';
import type * as eventbridge from '@aws-sdk/client-eventbridge';
import type * as kms from '@aws-sdk/client-kms';
import type * as lambda from '@aws-sdk/client-lambda';
import type * as route53 from '@aws-sdk/client-route-53';
import type * as sesv2 from '@aws-sdk/client-sesv2';
import type * as sfn from '@aws-sdk/client-sfn';
import type * as ssm from '@aws-sdk/client-ssm';
import { OUR_ACCOUNT, REGION } from '../../world.ts';
import { KEY_ARN } from '../kms/service.ts';
import { functionArnOf } from '../lambda/names.ts';
import { machineOfToken } from '../states/token.ts';

/** An action, the resource that it is for (`*`: the action knows none), and what conditions may look at besides its tags. */
export interface Asked {
  action: string;
  resource: string;
  context?: Context;
}
type Context = Readonly<Record<string, readonly string[]>>;

/** What an operation asks for, all of which must be allowed. `service` as in local/aws. */
export function demandsOf(service: string, operation: string, input: object): Asked[] {
  return SERVICES[service]?.(operation, input) ?? [{ action: `${service}:${operation}`, resource: '*' }];
}

/** Inputs are as the wire has read them; none of their members is sure to be there. */
const SERVICES: Readonly<Record<string, (operation: string, input: object) => Asked[]>> = {
  acm: ofAcm,
  cloudfront: ofCloudFront,
  dynamodb: ofDynamoDb,
  eventbridge: ofEventBridge,
  kms: ofKms,
  lambda: ofLambda,
  route53: ofRoute53,
  servicequotas: (operation) => [{ action: `servicequotas:${operation}`, resource: '*' }],
  ses: ofSes,
  ssm: ofSsm,
  states: ofStates,
};

const CERTIFICATES = `arn:aws:acm:${REGION}:${OUR_ACCOUNT}:certificate/*`;

function ofAcm(operation: string, input: Partial<acm.RequestCertificateRequest & acm.DescribeCertificateRequest>) {
  const { CertificateArn, ValidationMethod, Tags } = input;
  if (operation !== 'RequestCertificate')
    return [{ action: `acm:${operation}`, resource: CertificateArn ?? '*', context: tagging(Tags) }];
  const context = { ...tagging(Tags), ...one('acm:ValidationMethod', ValidationMethod) };
  const request = { action: 'acm:RequestCertificate', resource: CERTIFICATES, context };
  return Tags ? [request, { action: 'acm:AddTagsToCertificate', resource: CERTIFICATES, context }] : [request];
}

interface CloudFrontInput {
  Id?: string;
  Resource?: string;
  Tags?: cloudfront.Tags;
  DistributionConfigWithTags?: cloudfront.DistributionConfigWithTags;
  DomainControlValidationResource?: cloudfront.DistributionResourceId;
  TargetResource?: cloudfront.DistributionResourceId;
}

function ofCloudFront(operation: string, input: CloudFrontInput): Asked[] {
  const { Id, Resource, Tags = input.DistributionConfigWithTags?.Tags } = input;
  const other = input.DomainControlValidationResource ?? input.TargetResource;
  const named = Id ?? other?.DistributionId;
  const resource = Resource ?? (named ? distribution(named) : '*');
  const actions = [operation, ...(ALSO[`cloudfront:${operation}`] ?? [])];
  const context = tagging(Tags?.Items);
  if (operation !== 'CreateDistributionWithTags')
    return actions.map((action) => ({ action: `cloudfront:${action}`, resource, context }));
  return [
    { action: 'cloudfront:CreateDistribution', resource: '*', context },
    { action: 'cloudfront:TagResource', resource: distribution('*'), context },
  ];
}

/** Operations that need other actions besides their own. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'cloudfront:ListDomainConflicts': ['GetDistribution'],
  'cloudfront:UpdateDomainAssociation': ['UpdateDistribution'],
};

function distribution(id: string): string {
  return `arn:aws:cloudfront::${OUR_ACCOUNT}:distribution/${id}`;
}

/** As it stands on DynamoDB's wire. */
interface DynamoDbInput {
  TableName?: string;
  IndexName?: string;
  RequestItems?: Readonly<Record<string, unknown>>;
  TransactItems?: readonly Readonly<Record<string, { TableName?: string }>>[];
}

/** The table's key is used in the name of whoever reads or writes. */
function ofDynamoDb(operation: string, { TableName, IndexName, RequestItems, TransactItems = [] }: DynamoDbInput) {
  const asked = new Map<string, Asked>();
  const ask = (action: string, resource: string) =>
    asked.set(`${action} ${resource}`, { action: `dynamodb:${action}`, resource });
  for (const item of TransactItems)
    for (const [action, on] of Object.entries(item)) ask(TRANSACTED[action] ?? action, table(on.TableName));
  for (const name of Object.keys(RequestItems ?? {})) ask(operation, table(name));
  if (TableName) ask(operation, IndexName ? `${table(TableName)}/index/${IndexName}` : table(TableName));
  if (asked.size === 0) ask(operation, '*');
  return [...asked.values(), USE_OF_THE_KEY];
}

const USE_OF_THE_KEY: Asked = {
  action: 'kms:Decrypt',
  resource: KEY_ARN,
  context: { 'kms:ViaService': [`dynamodb.${REGION}.amazonaws.com`] },
};

/** A transaction needs the actions of its parts, and none of its own. */
const TRANSACTED: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  ConditionCheck: 'ConditionCheckItem',
};

function table(name = '*'): string {
  return name.startsWith('arn:') ? name : `arn:aws:dynamodb:${REGION}:${OUR_ACCOUNT}:table/${name}`;
}

function ofEventBridge(operation: string, { Entries = [] }: Partial<eventbridge.PutEventsRequest>): Asked[] {
  return Entries.map(({ Source, DetailType, EventBusName = 'default' }) => ({
    action: `events:${operation}`,
    resource: EventBusName.startsWith('arn:')
      ? EventBusName
      : `arn:aws:events:${REGION}:${OUR_ACCOUNT}:event-bus/${EventBusName}`,
    context: { ...one('events:source', Source), ...one('events:detail-type', DetailType) },
  }));
}

function ofKms(operation: string, { KeyId = '*', EncryptionContext = {} }: Partial<kms.EncryptRequest>): Asked[] {
  const resource = /^(\*|arn:.*)$/.test(KeyId) ? KeyId : `arn:aws:kms:${REGION}:${OUR_ACCOUNT}:key/${KeyId}`;
  const said = Object.entries(EncryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, [value]]);
  return [{ action: `kms:${operation}`, resource, context: Object.fromEntries(said) }];
}

function ofLambda(operation: string, { FunctionName }: Partial<lambda.InvocationRequest>): Asked[] {
  if (operation === 'Invoke') return [invocationOf(functionArnOf(FunctionName ?? ''))];
  return [{ action: `lambda:${operation}`, resource: FunctionName ? functionArnOf(FunctionName) : '*' }];
}

export function invocationOf(functionArn: string): Asked {
  return { action: 'lambda:InvokeFunction', resource: functionArn };
}

function ofRoute53(
  operation: string,
  { HostedZoneId, ChangeBatch }: Partial<route53.ChangeResourceRecordSetsRequest>,
): Asked[] {
  const resource = HostedZoneId ? `arn:aws:route53:::hostedzone/${HostedZoneId.replace(/^\/hostedzone\//, '')}` : '*';
  const changes = ChangeBatch?.Changes ?? [];
  const changed = 'route53:ChangeResourceRecordSets';
  const sets = changes.map(({ ResourceRecordSet: set }) => set);
  // Normalized: in lower case, without the dot at the end (Route 53's guide, specifying-conditions-route53).
  const names = sets.map((set) => set?.Name?.toLowerCase().replace(/\.$/, '') ?? '');
  const context = {
    [`${changed}NormalizedRecordNames`]: names,
    [`${changed}RecordTypes`]: sets.map((set) => set?.Type ?? ''),
    [`${changed}Actions`]: changes.map(({ Action }) => Action ?? ''),
  };
  return [{ action: `route53:${operation}`, resource, ...(ChangeBatch && { context }) }];
}

/** The identity is the domain's: nobody has verified single addresses here. */
function ofSes(operation: string, { FromEmailAddress = '' }: Partial<sesv2.SendEmailRequest>): Asked[] {
  const address = /<([^>]*)>\s*$/.exec(FromEmailAddress)?.[1] ?? FromEmailAddress;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const resource = `arn:aws:ses:${REGION}:${OUR_ACCOUNT}:identity/${domain}`;
  return [{ action: `ses:${operation}`, resource, context: one('ses:FromAddress', address) }];
}

function ofSsm(operation: string, { OpsItemId, Tags }: Partial<ssm.CreateOpsItemRequest & ssm.GetOpsItemRequest>) {
  const item = (id: string) => `arn:aws:ssm:${REGION}:${OUR_ACCOUNT}:opsitem/${id}`;
  const context = tagging(Tags);
  if (operation !== 'CreateOpsItem')
    return [{ action: `ssm:${operation}`, resource: OpsItemId ? item(OpsItemId) : '*', context }];
  const create = { action: 'ssm:CreateOpsItem', resource: '*', context }; // an item has no ARN before it is there
  return Tags ? [create, { action: 'ssm:AddTagsToResource', resource: item('*'), context }] : [create];
}

type StatesInput = Partial<sfn.StartExecutionInput & sfn.DescribeExecutionInput & sfn.SendTaskSuccessInput>;

/** A token is checked against the machine that waits for it; of what is no token, the service itself says so. */
function ofStates(operation: string, { stateMachineArn, executionArn, taskToken }: StatesInput): Asked[] {
  const action = `states:${operation}`;
  if (taskToken === undefined) return [{ action, resource: stateMachineArn ?? executionArn ?? '*' }];
  const machine = machineOfToken(taskToken);
  return machine === undefined ? [] : [{ action, resource: machine }];
}

/** What the call would tag with: each tag's value, and all keys. */
function tagging(tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined): Context {
  if (!tags) return {};
  const values = tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, [Value]]);
  return { ...Object.fromEntries(values), 'aws:TagKeys': tags.map(({ Key = '' }) => Key) };
}

function one(key: string, value: string | undefined): Context {
  return value === undefined ? {} : { [key]: [value] };
}
