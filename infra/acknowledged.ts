/**
 * Findings of cdk-nag's packs that are as they should be, each with its reason, at the construct that they are about. What does not
 * stand here fails synthesis. A wildcard in a function's policy is acknowledged by its text: a new one is a new finding.
 */
import { type CfnResource, type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Workflows } from './workflows.ts';

export function acknowledge(stack: Stack, workflows: Workflows): void {
  for (const [reason, findings] of WILDCARDS) for (const id of findings) at(stack, `AwsSolutions-IAM5[${id}]`, reason);
  for (const workflow of Object.values(workflows)) {
    const name = `<${stack.getLogicalId(workflow.node.defaultChild as CfnResource)}.Name>`;
    at(stack, `AwsSolutions-IAM5[Resource::arn:aws:states:us-east-1:<AWS::AccountId>:execution:${name}:*]`, EXECUTIONS);
  }
  for (const [path, reason, findings] of PLACES) for (const id of findings) at(stack.node.findChild(path), id, reason);
  acknowledgeCopier(stack);
}

function at(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** In the policies of functions and machines: infra/permissions.ts says at each why it is as wide as that. */
const WILDCARDS: readonly (readonly [string, readonly string[]])[] = [
  ['The actions know no resource, or no narrower one; a test lists them.', ['Resource::*']],
  [
    'DynamoDB needs the key so, and only through DynamoDB (kms:ViaService).',
    ['Action::kms:GenerateDataKey*', 'Action::kms:ReEncrypt*'],
  ],
  [
    'Made at run time: who changes one needs our tag on it. To read one needs none, for what is gone has no tag to see.',
    [
      'Resource::arn:aws:cloudfront::<AWS::AccountId>:distribution/*',
      'Resource::arn:aws:ssm:us-east-1:<AWS::AccountId>:opsitem/*',
    ],
  ],
  [
    'Made at run time. Reading and deleting one needs no tag: under that condition IAM would say AccessDenied of what is gone, where ResourceNotFound is awaited. ACM deletes none that is in use; all other changes need our tag.',
    ['Resource::arn:aws:acm:us-east-1:<AWS::AccountId>:certificate/*'],
  ],
  [
    'In the sandbox SES checks the identities of recipients too; the sender is fixed by a condition.',
    ['Resource::arn:aws:ses:us-east-1:<AWS::AccountId>:identity/*'],
  ],
];

const EXECUTIONS = 'The executions of one machine: their names are the requests’ ids.';

const PLACES: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'DeadLetters',
    'It is the queue of dead letters; an alarm sees each.',
    ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
  ],
  [
    'AlarmTopic',
    'A letter that SNS could not mail would ring by this very topic. Whoever must not miss an alarm has a pager besides.',
    ['Serverless-SNSRedrivePolicy'],
  ],
  [
    'OriginSecret',
    'By itself it would change for CloudFront or for the firewall alone: a deployment rotates it. Who learned it could call the API, as anybody can.',
    ['AwsSolutions-SMG4'],
  ],
  [
    'Gateway',
    'The function itself reads every input by its schema and finds out who calls, by secret, signature or session.',
    ['AwsSolutions-APIG2', 'AwsSolutions-APIG4', 'AwsSolutions-COG4'],
  ],
  [
    'Gateway',
    'Execution logs would hold headers and bodies; the access log tells refusals and errors.',
    ['AwsSolutions-APIG6'],
  ],
  [
    'Gateway',
    'AWS’s own policy for access logs, of a role that is one per account.',
    [
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    ],
  ],
  ['ConsoleFiles', 'CloudFront alone reads it, and anybody may read the page.', ['AwsSolutions-S1']],
  ['Console', 'Customers are everywhere.', ['AwsSolutions-CFR1']],
  [
    'Console',
    'The page is the same for everybody; calls of the API stand in the API’s access log.',
    ['AwsSolutions-CFR3'],
  ],
  [
    'Console',
    'LIST makes S3 say 404; a default root object is set, and queries never reach the bucket.',
    ['Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk'],
  ],
];

/** CDK's own function that copies the page into its bucket while a deployment runs, and never else. */
function acknowledgeCopier(stack: Stack): void {
  const copier = stack.node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
  if (!copier) throw new Error('CDK copies the page in another way now: see what acknowledgeCopier is about');
  const bucket = stack.getLogicalId(stack.node.findChild('ConsoleFiles').node.defaultChild as CfnResource);
  const wildcards = [
    ...[
      'Action::s3:GetBucket*',
      'Action::s3:GetObject*',
      'Action::s3:List*',
      'Action::s3:Abort*',
      'Action::s3:DeleteObject*',
    ],
    'Resource::arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-us-east-1/*',
    `Resource::<${bucket}.Arn>/*`,
  ];
  for (const id of wildcards)
    at(copier, `AwsSolutions-IAM5[${id}]`, 'Reads CDK’s assets, writes the console’s bucket.');
  at(
    copier,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    'AWS’s own policy for logs.',
  );
  for (const id of ['AwsSolutions-L1', 'Serverless-LambdaLatestVersion']) at(copier, id, 'CDK chooses its runtime.');
  for (const id of ['Serverless-LambdaTracing', 'Serverless-LambdaDLQ'])
    at(copier, id, 'A failure is the deployment’s, which CloudFormation tells and rolls back.');
}
