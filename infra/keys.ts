/** The deployment's own KMS key: what it keeps, table and logs, is encrypted under it and under no other. */
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Stage } from './stages.ts';

export function createKey(stack: Stack, stage: Stage): Key {
  const key = new Key(stack, 'Key', {
    description: `Records and logs of ${stack.stackName}`,
    enableKeyRotation: true,
    removalPolicy: removalOf(stage),
  });
  key.addToResourcePolicy(logsMayUse(stack));
  return key;
}

/** What becomes of table and key when they leave the stack. */
export function removalOf({ removable }: Stage): RemovalPolicy {
  return removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}

/** The same of log groups and machines, but a deployment whose first attempt is rolled back leaves none of them behind: they are empty. */
export function removalOfTraces({ removable }: Stage): RemovalPolicy {
  return removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}

/** CloudWatch Logs encrypts by itself, for log groups of this account only (its user guide, encrypt-log-data-kms). */
function logsMayUse({ region, account, partition }: Stack): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'], // in a key's own policy: this key
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
    },
  });
}
