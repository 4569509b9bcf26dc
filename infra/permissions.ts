/**
 * What each function may do: one row per function, exactly the actions behind the commands that its clients send for it.
 * A wiring test compares the rows with the sources. Which action an operation needs, on which resources and under which
 * conditions: AWS's Service Authorization Reference, the page of each service. policies.ts makes IAM policies of the rows, and
 * local mode enforces the same rows: nothing here is more than data.
 */
import type { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { targetSuffix } from '../core/alias.ts';
import { NOTICE_EVENT } from '../core/notice.ts';
import {
  DEPLOYMENT_TAG,
  EVENT_RULES,
  type FunctionName,
  STATE_MACHINES,
  type StateMachineName,
  type TABLE,
} from '../core/topology.ts';
import type { Stage } from './stages.ts';

export const PERMISSIONS: Readonly<Record<FunctionName, readonly Grant[]>> = {
  EnsureTarget: [table('GetItem', 'PutItem'), ...createDistribution(), ...changeTargets('UPSERT')],
  CheckCnames: [table('GetItem', 'PutItem')],
  CheckCaa: [table('GetItem', 'PutItem')],
  CheckMailRoutes: [table('GetItem', 'PutItem')],
  ProbeConflicts: [table('GetItem', 'PutItem')],
  AwaitPreflightFix: [table('GetItem', 'PutItem'), sendMail()],
  ClaimAliases: [table('GetItem', 'PutItem', 'DeleteItem')],
  RequestCertificate: [table('GetItem', 'PutItem'), ...requestCertificate()],
  AwaitValidationRecords: [table('GetItem', 'PutItem')],
  AwaitValidation: [table('GetItem', 'PutItem')],
  AttachCertificate: [table('GetItem', 'PutItem', 'DeleteItem'), changeDistribution()],
  DetectConflicts: [table('GetItem', 'PutItem', 'Query'), listConflicts()],
  AddAliases: [table('GetItem', 'PutItem', 'DeleteItem', 'Query'), changeDistribution(), listConflicts()],
  AwaitRelease: [table('GetItem', 'PutItem'), sendMail()],
  StartOwnershipMove: [
    table('GetItem', 'PutItem', 'UpdateItem', 'Query'),
    listConflicts(),
    ...startExecution('move-ownership'),
    redriveExecution('move-ownership'),
  ],
  AwaitOwnershipMove: [table('GetItem', 'PutItem')],
  AwaitDeployment: [table('GetItem', 'PutItem')],
  DetachAliases: [table('GetItem', 'PutItem', 'DeleteItem', 'Query'), changeDistribution()],
  AwaitUnused: [table('GetItem', 'PutItem')],
  VerifyServing: [
    table('GetItem', 'PutItem', 'BatchWriteItem'),
    queryIndexes('bySite'),
    certificates('DescribeCertificate'),
  ],
  AwaitServing: [table('GetItem', 'PutItem')],
  FinishReplacement: [table('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'), queryIndexes('bySite'), sendMail()],
  AwaitReplacedUnused: [table('GetItem', 'PutItem')],
  FinishRequest: [table('GetItem', 'PutItem', 'DeleteItem'), sendMail()],
  RecordFailure: [
    table('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
    queryIndexes('bySite'),
    certificates('DeleteCertificate'),
    ...openTickets(),
    sendMail(),
  ],
  OpenTicket: [table('GetItem', 'PutItem'), ...openTickets()],
  AwaitTxtRecords: [table('GetItem', 'PutItem'), sendMail()],
  MoveAliases: [table('GetItem', 'PutItem', 'DeleteItem', 'Query'), listConflicts(), moveAliases()],
  AwaitSupport: [table('GetItem', 'PutItem')],
  FreeAliases: [table('GetItem', 'PutItem', 'DeleteItem'), queryIndexes('bySite'), changeDistribution()],
  AwaitFreed: [table('GetItem', 'PutItem')],
  CloseTicket: [
    table('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
    queryIndexes('bySite'),
    certificates('DeleteCertificate'),
    ...keepTickets(),
    sendMail(),
  ],
  StartMigration: [
    table('GetItem', 'PutItem'),
    certificates('DescribeCertificate'),
    ourCertificates('UpdateCertificateOptions'),
  ],
  AwaitDnsRecords: [table('GetItem', 'PutItem')],
  AwaitMigration: [table('GetItem', 'PutItem')],
  FinishMigration: [table('GetItem', 'PutItem'), ...openTickets(), sendMail()],
  NotifyApprovers: [table('GetItem', 'PutItem'), sendMail()],
  AwaitRenewal: [table('GetItem', 'PutItem')],
  EscalateRenewal: [table('GetItem', 'PutItem'), ...openTickets(), ...keepTickets()],
  FinishRenewal: [table('GetItem', 'PutItem', 'DeleteItem'), ...keepTickets(), sendMail()],
  Api: [
    table('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'Query'),
    queryIndexes('due', 'bySite'),
    sealSecrets(),
    ...createDistribution(),
    ...changeTargets('UPSERT'),
    ...startExecution('provision-certificate'),
    ...startExecution('migrate-validation'),
    redriveExecution('migrate-validation'),
    ...startExecution('renew-certificate'),
    redriveExecution('renew-certificate'),
    ...startExecution('retire-site'),
    redriveExecution('provision-certificate'),
    ...startExecution('conclude-request'),
    redriveExecution('conclude-request'),
    redriveExecution('retire-site'),
    ...startExecution('move-ownership'),
    redriveExecution('move-ownership'),
    tell(EVENT_RULES.LookRequested, EVENT_RULES.DeliveryDue),
    readQuotas(),
    ...sweepOrphans(),
  ],
  AwaitDnsGone: [table('GetItem', 'PutItem'), queryIndexes('bySite'), sendMail()],
  RemoveAliases: [table('GetItem', 'PutItem', 'DeleteItem'), readDistributions(), distributions('UpdateDistribution')],
  AwaitTakenDown: [table('GetItem', 'PutItem')],
  DeleteDistribution: [
    table('GetItem', 'PutItem', 'DeleteItem'),
    ...changeTargets('DELETE'),
    readDistributions(),
    distributions('DeleteDistribution'),
  ],
  FinishRetirement: [
    table('GetItem', 'PutItem', 'DeleteItem', 'Query'),
    queryIndexes('bySite'),
    endWaits(),
    sendMail(),
  ],
  RecordOverdue: [table('GetItem', 'PutItem'), queryIndexes('bySite'), sendMail()],
  Bootstrap: [table('GetItem', 'PutItem'), sealSecrets()],
  Notify: [table('GetItem', 'UpdateItem', 'Query'), sealSecrets(), writeDeadLetters()],
  Watch: [
    table('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'Query'),
    queryIndexes('due', 'bySite'),
    certificates('DescribeCertificate', 'DeleteCertificate'),
    listCertificates(),
    ourCertificates('ResendValidationEmail', 'ListCertificateDomainValidations'),
    readDistributions('GetDistribution'),
    distributions('ListDomainConflicts', 'GetDistributionConfig', 'UpdateDistribution'),
    ...openTickets(),
    ...keepTickets(),
    endWaits(),
    startOnly('provision-certificate'),
    startOnly('migrate-validation'),
    startOnly('renew-certificate'),
    startOnly('retire-site'),
    seeExecutions(),
    readQuotas(),
    sendMail(),
    tell(NOTICE_EVENT, EVENT_RULES.DeliveryDue),
    writeDeadLetters(),
  ],
};

/** A statement of a policy, before it is known where it will stand. */
export interface Grant {
  actions: readonly string[];
  on: (place: Place) => readonly string[];
  when?: (place: Place) => Conditions;
}
/** By operator and key, as IAM writes them. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What grants speak of, in one deployment: in a stack, or on one machine. */
export interface Deployed {
  stage: Pick<Stage, 'dataCenters' | 'mailFrom'>;
  key: Pick<Key, 'keyArn'>;
  table: Pick<TableV2, 'tableArn' | 'tableName'>;
  workflows: Readonly<Record<StateMachineName, Pick<StateMachine, 'stateMachineArn' | 'stateMachineName'>>>;
  deadLetters: Pick<Queue, 'queueArn'>;
  mail: Pick<ConfigurationSet, 'configurationSetName'>;
}
export type Place = Deployed & { stack: Pick<Stack, 'partition' | 'region' | 'account'> };

/** All that a function may do besides telling of itself (policies.ts). Throws when it has no row. */
export function grantsOf(name: string): readonly Grant[] {
  const row: readonly Grant[] | undefined = PERMISSIONS[name as FunctionName];
  if (!row) throw new Error(`the function ${name} has no row in infra/permissions.ts`);
  return [useKeyOfTable(), ...row];
}

/** The table's key. DynamoDB uses it in the name of whoever reads or writes (its guide, encryption.usagenotes), and only so. */
function useKeyOfTable(): Grant {
  return {
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
    on: ({ key }) => [key.keyArn],
    when: ({ stack }) => ({ StringEquals: { 'kms:ViaService': `dynamodb.${stack.region}.amazonaws.com` } }),
  };
}

// Ours is what carries the tag of this deployment: another one's in the same account is as much a stranger's as any other thing in it.

function ours({ table: { tableName } }: Place): Conditions {
  return { StringEquals: { [`aws:ResourceTag/${DEPLOYMENT_TAG}`]: tableName } };
}

/** Made with these tags, the deployment's among them, and no other. */
function tagged({ table: { tableName } }: Place, key: string): Conditions {
  return {
    StringEquals: { [`aws:RequestTag/${DEPLOYMENT_TAG}`]: tableName },
    Null: { [`aws:RequestTag/${key}`]: 'false' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': [key, DEPLOYMENT_TAG] },
  };
}

// The table. A transaction needs the actions of its writes and none of its own: who only adds events deletes nothing.

type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'BatchWriteItem' | 'Query';

function table(...actions: TableAction[]): Grant {
  return { actions: actions.map((action) => `dynamodb:${action}`), on: (place) => [place.table.tableArn] };
}

function queryIndexes(...indexes: (keyof typeof TABLE.indexes)[]): Grant {
  return {
    actions: ['dynamodb:Query'],
    on: (place) => indexes.map((index) => `${place.table.tableArn}/index/${index}`),
  };
}

// KMS. Secrets are sealed for a user key, or for a site's webhook under a name that no user key has: a call that names none is not ours.

function sealSecrets(): Grant {
  return {
    actions: ['kms:Encrypt', 'kms:Decrypt'],
    on: ({ key }) => [key.keyArn],
    when: () => ({ Null: { 'kms:EncryptionContext:userKey': 'false' } }),
  };
}

// CloudFront

function distributions(...actions: string[]): Grant {
  return {
    actions: actions.map((action) => `cloudfront:${action}`),
    on: allDistributions,
    when: ours,
  };
}

/**
 * Without the tag: of a distribution that is gone there is none to see, and AWS would refuse where it is to say that it is gone. Whose one
 * with a site's comment is, its configuration tells.
 */
function readDistributions(action: 'GetDistribution' | 'GetDistributionConfig' = 'GetDistributionConfig'): Grant {
  return { actions: [`cloudfront:${action}`], on: allDistributions };
}

function changeDistribution(): Grant {
  return distributions('GetDistributionConfig', 'UpdateDistribution');
}

/** To list who holds a name, CloudFront wants to see that we may read the distribution that is to have it. */
function listConflicts(): Grant {
  return distributions('GetDistribution', 'ListDomainConflicts');
}

/** A name goes only to a distribution of ours that may be changed (developer guide, alternate-domain-names-move-options). */
function moveAliases(): Grant {
  return distributions('GetDistributionConfig', 'UpdateDomainAssociation', 'UpdateDistribution');
}

/** CreateDistributionWithTags needs both. To create knows no resource: * is the only one, and the tags its fence. */
function createDistribution(): Grant[] {
  const when = (place: Place) => tagged(place, 'siteId');
  return [
    { actions: ['cloudfront:CreateDistribution'], on: () => ['*'], when },
    { actions: ['cloudfront:TagResource'], on: allDistributions, when },
    // To find the one that a crash kept from being noted: the list knows no resource.
    { actions: ['cloudfront:ListDistributions'], on: () => ['*'] },
    readDistributions(),
  ];
}

function allDistributions({ stack }: Place): string[] {
  return [`arn:${stack.partition}:cloudfront::${stack.account}:distribution/*`];
}

// OpsCenter

/** To create an item with tags takes both actions. The first knows no resources: an item that is not there yet has no ARN. */
function openTickets(): Grant[] {
  const when = (place: Place) => tagged(place, 'siteId');
  return [
    { actions: ['ssm:CreateOpsItem'], on: () => ['*'], when },
    { actions: ['ssm:AddTagsToResource'], on: allTickets, when },
  ];
}

/** An item that a person has deleted has no tag any more: were reading bound to ours, IAM would refuse to say that it is gone. */
function keepTickets(): Grant[] {
  return [
    { actions: ['ssm:GetOpsItem'], on: allTickets },
    { actions: ['ssm:UpdateOpsItem'], on: allTickets, when: ours },
  ];
}

function allTickets({ stack }: Place): string[] {
  return [`arn:${stack.partition}:ssm:${stack.region}:${stack.account}:opsitem/*`];
}

// Route 53

/** Sites' CNAME targets in the zones of the data centers: no other name, no other type; only who retires a site may delete. */
function changeTargets(action: 'UPSERT' | 'DELETE'): Grant[] {
  return [
    { actions: ['route53:ListResourceRecordSets'], on: zones },
    {
      actions: ['route53:ChangeResourceRecordSets'],
      on: zones,
      when: ({ stage }) => ({
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': dataCentersOf(stage).map(
            ({ host }) => `*${targetSuffix(host)}`,
          ),
        },
        'ForAllValues:StringEquals': {
          'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'],
          'route53:ChangeResourceRecordSetsActions': [action],
        },
      }),
    },
  ];
}

function zones({ stack, stage }: Place): string[] {
  return dataCentersOf(stage).map(({ zoneId }) => `arn:${stack.partition}:route53:::hostedzone/${zoneId}`);
}

function dataCentersOf({ dataCenters }: Pick<Stage, 'dataCenters'>) {
  return Object.values(dataCenters);
}

// ACM

function ourCertificates(...actions: string[]): Grant {
  return { actions: actions.map((action) => `acm:${action}`), on: allCertificates, when: ours };
}

/**
 * For what may meet a certificate that is gone or not there yet. It has no tag: were one demanded, IAM would say AccessDenied where
 * the client awaits ResourceNotFound. One that has the tag must have our value. ACM itself deletes no certificate that is in use.
 */
function certificates(...actions: string[]): Grant {
  const when = (place: Place) => ({ StringEqualsIfExists: ours(place).StringEquals ?? {} });
  return { ...ourCertificates(...actions), when };
}

/** Also of those that turn out not to be ours. */
function readTagsOfCertificates(): Grant {
  return { actions: ['acm:ListTagsForCertificate'], on: allCertificates };
}

function requestCertificate(): Grant[] {
  const tags = (place: Place) => tagged(place, 'certificates:request');
  return [
    {
      // Knows no resource: * is the only one. Never by HTTP, never without our tags.
      actions: ['acm:RequestCertificate'],
      on: () => ['*'],
      when: (place) => {
        const { StringEquals, ...rest } = tags(place);
        return { ...rest, StringEquals: { ...StringEquals, 'acm:ValidationMethod': ['EMAIL', 'DNS'] } };
      },
    },
    { actions: ['acm:AddTagsToCertificate'], on: allCertificates, when: tags },
    listCertificates(),
    readTagsOfCertificates(),
  ];
}

/** The list knows no resource either. */
function listCertificates(): Grant {
  return { actions: ['acm:ListCertificates'], on: () => ['*'] };
}

function allCertificates({ stack }: Place): string[] {
  return [`arn:${stack.partition}:acm:${stack.region}:${stack.account}:certificate/*`];
}

/**
 * On-call's search for what belongs to nobody, and its deletion: ours by their tags. What it lists knows no resource (the grants of
 * creation have the list of distributions), tags are read of those too that turn out not to be ours.
 */
function sweepOrphans(): Grant[] {
  return [
    listCertificates(),
    readTagsOfCertificates(),
    certificates('DescribeCertificate', 'DeleteCertificate'),
    { actions: ['states:ListExecutions'], on: machines },
    { actions: ['cloudfront:ListTagsForResource'], on: allDistributions },
    distributions('GetDistribution', 'UpdateDistribution', 'DeleteDistribution'),
    ...changeTargets('DELETE').slice(1),
  ];
}

// Service Quotas

/** A quota's ARN names service and code; of AWS's defaults the reference lists none. */
function readQuotas(): Grant {
  return { actions: ['servicequotas:GetServiceQuota', 'servicequotas:GetAWSDefaultServiceQuota'], on: () => ['*'] };
}

// Step Functions

/** To start, and to see whether it was started before. */
function startExecution(machine: StateMachineName): Grant[] {
  return [startOnly(machine), { actions: ['states:DescribeExecution'], on: (place) => executionsOf(place, machine) }];
}

function startOnly(machine: StateMachineName): Grant {
  return { actions: ['states:StartExecution'], on: ({ workflows }) => [workflows[machine].stateMachineArn] };
}

function redriveExecution(machine: StateMachineName): Grant {
  return { actions: ['states:RedriveExecution'], on: (place) => executionsOf(place, machine) };
}

/** How they stand, and at which state they have stopped. */
function seeExecutions(): Grant {
  const machines = Object.keys(STATE_MACHINES) as StateMachineName[];
  return {
    actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
    on: (place) => machines.flatMap((machine) => executionsOf(place, machine)),
  };
}

function executionsOf({ stack, workflows }: Place, machine: StateMachineName): string[] {
  const place = `arn:${stack.partition}:states:${stack.region}:${stack.account}`;
  return [`${place}:execution:${workflows[machine].stateMachineName}:*`];
}

/** The reference lists no resource; tokens of Lambda tasks are in fact checked against their machine (aws-cdk, pull request 8486). */
function endWaits(): Grant {
  return { actions: ['states:SendTaskSuccess'], on: machines };
}

function machines({ workflows }: Place): string[] {
  return Object.values(workflows).map(({ stateMachineArn }) => stateMachineArn);
}

// Events and mail

/** Events of ours, of these kinds only. */
function tell(...kinds: readonly { source: string; detailType: string }[]): Grant {
  return {
    actions: ['events:PutEvents'],
    on: ({ stack }) => [`arn:${stack.partition}:events:${stack.region}:${stack.account}:event-bus/default`],
    when: () => ({
      StringEquals: {
        'events:source': [...new Set(kinds.map(({ source }) => source))],
        'events:detail-type': kinds.map(({ detailType }) => detailType),
      },
    }),
  };
}

/** Any identity of the account, because in the sandbox SES checks the recipients' identities too; from our address only. The set is the identity's. */
function sendMail(): Grant {
  return {
    actions: ['ses:SendEmail'],
    on: ({ stack, mail }) => {
      const ours = `arn:${stack.partition}:ses:${stack.region}:${stack.account}`;
      return [`${ours}:identity/*`, `${ours}:configuration-set/${mail.configurationSetName}`];
    },
    when: ({ stage }) => ({ StringEquals: { 'ses:FromAddress': stage.mailFrom } }),
  };
}

/** Lambda writes them with the function's own role. */
function writeDeadLetters(): Grant {
  return { actions: ['sqs:SendMessage'], on: ({ deadLetters }) => [deadLetters.queueArn] };
}
