/**
 * The one table, real: the local DynamoDB behind its endpoint, declared as topology says. For tests of what is stored, where
 * a mock would only repeat what the code believes about conditions.
 */
import type { Env } from '../../../lambdas/clients/aws.ts';
import { createTable, type Table } from '../../../lambdas/clients/table.ts';
import type { Agenda } from '../../../local/agenda.ts';
import { createDynamoDb } from '../../../local/aws/dynamodb/dynamodb.ts';
import { createAwsEndpoint } from '../../../local/aws/endpoint.ts';
import type { Service } from '../../../local/aws/service.ts';
import { makeTable } from '../../../local/aws/table.ts';
import { WorldClock } from '../../../local/clock.ts';
import { openStore } from '../../../local/store.ts';
import { createWorld, type World } from '../../../local/world.ts';

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
  await makeTable(env.AWS_ENDPOINT_URL, env.TABLE_NAME);
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
