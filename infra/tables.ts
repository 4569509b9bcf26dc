/** The one table of core/topology.ts: on demand, encrypted under the deployment's key, restorable to any second of 35 days. */
import type { Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { TABLE } from '../core/topology.ts';
import { removalOf } from './keys.ts';
import type { Stage } from './stages.ts';

export function createTable(stack: Stack, stage: Stage, key: Key): TableV2 {
  return new TableV2(stack, 'Table', {
    partitionKey: attribute(TABLE.partitionKey),
    sortKey: attribute(TABLE.sortKey),
    // Looks and lists read whole items, so every index carries them whole: the default projection.
    globalSecondaryIndexes: Object.entries(TABLE.indexes).map(([indexName, { partitionKey, sortKey }]) => ({
      indexName,
      partitionKey: attribute(partitionKey),
      sortKey: attribute(sortKey),
    })),
    timeToLiveAttribute: TABLE.timeToLive,
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !stage.removable,
    removalPolicy: removalOf(stage),
  });
}

/** Every key is a string: times in it are ISO 8601, which sort as they happened. */
function attribute(name: string) {
  return { name, type: AttributeType.STRING };
}
