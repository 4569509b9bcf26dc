/**
 * The one table, real: the local DynamoDB behind its endpoint, declared as topology says. For tests of what is stored, where
 * a mock would only repeat what the code believes about conditions.
 */
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../core/topology.ts';
import type { Env } from '../../lambdas/clients/aws.ts';
import { createTable, type Table } from '../../lambdas/clients/table.ts';
import type { Agenda } from '../../local/agenda.ts';
import { createDynamoDb } from '../../local/aws/dynamodb/dynamodb.ts';
import { createAwsEndpoint } from '../../local/aws/endpoint.ts';
import type { Service } from '../../local/aws/service.ts';
import { WorldClock } from '../../local/clock.ts';
import { openStore } from '../../local/store.ts';
import { createWorld, type World } from '../../local/world.ts';

export interface OpenTable {
  table: Table;
  /** What watch finds due in it. */
  agenda: Agenda;
  /** What a function needs to reach it; the endpoint serves DynamoDB, and what else the test wants. */
  env: Env;
  close(): Promise<void>;
}

export async function openTable(services: (world: World) => Service[] = () => []): Promise<OpenTable> {
  const store = openStore();
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), store, 'table');
  const dynamoDb = await createDynamoDb(world);
  const endpoint = createAwsEndpoint(world, services(world), dynamoDb);
  const { port } = await endpoint.listen(0);
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'Tested',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    TABLE_NAME: 'certificates',
    LOG_LEVEL: 'SILENT',
  };
  await declareTable(env);
  return {
    table: createTable(env),
    agenda: { onWritten: dynamoDb.onWritten, due: () => dynamoDb.partitions(env.TABLE_NAME, 'due') },
    env,
    async close() {
      await endpoint.close();
      await dynamoDb.close();
      store.close();
    },
  };
}

async function declareTable(env: { AWS_ENDPOINT_URL: string; TABLE_NAME: string }): Promise<void> {
  const credentials = { accessKeyId: 'deploy', secretAccessKey: 'simulated' };
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint: env.AWS_ENDPOINT_URL, credentials });
  const indexes = Object.entries(TABLE.indexes);
  const keys = [TABLE, ...indexes.map(([, index]) => index)];
  const schema = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: env.TABLE_NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys
        .flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])
        .map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: schema(TABLE),
      GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
        IndexName,
        KeySchema: schema(index),
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
  );
  client.destroy();
}
