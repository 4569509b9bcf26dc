/** A world with DynamoDB behind its endpoint, AWS's own client of it, and a table `sites` with an index by owner. */
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDb } from '../../../../../local/aws/dynamodb/dynamodb.ts';
import { createAwsEndpoint } from '../../../../../local/aws/endpoint.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

export type DynamoDbWorld = Awaited<ReturnType<typeof openDynamoDb>>;

export async function openDynamoDb() {
  const store = openStore();
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), store, 'dynamodb');
  const dynamodb = await createDynamoDb(world);
  const endpoint = createAwsEndpoint(world, [], dynamodb);
  const { port } = await endpoint.listen(0);
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'tester', secretAccessKey: 'secret' },
  });
  await makeTable(client, 'sites');
  return {
    world,
    dynamodb,
    client,
    documents: DynamoDBDocumentClient.from(client),
    async close() {
      client.destroy();
      await endpoint.close();
      await dynamodb.close();
      store.close();
    },
  };
}

export function makeTable(client: DynamoDBClient, TableName: string) {
  return client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'owner', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byOwner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
}
