/** The table as infra makes it: its keys and its indexes, declared by topology. */
import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../core/topology.ts';
import { REGION } from '../world.ts';

/** One that is there stays as it is. */
export async function makeTable(endpoint: string, TableName: string): Promise<void> {
  const credentials = { accessKeyId: 'deploy', secretAccessKey: 'simulated' };
  const client = new DynamoDBClient({ region: REGION, endpoint, credentials });
  const indexes = Object.entries(TABLE.indexes);
  const attributes = [TABLE, ...indexes.map(([, index]) => index)].flatMap((keys) => [keys.partitionKey, keys.sortKey]);
  const create = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema(TABLE),
    GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
      IndexName,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' as const },
    })),
  });
  try {
    await client.send(create);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // it is there from the last start
  } finally {
    client.destroy();
  }
}

function keySchema({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
