/** A process that writes a hundred items in one transaction and kills itself as soon as it can read the first of them. */
import { createDynamoDb } from '../../../../../local/aws/dynamodb/dynamodb.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

const world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), openStore(), 'writer');
const dynamodb = await createDynamoDb(world, { path: process.argv[2] ?? '' });
const TransactItems = Array.from({ length: 100 }, (_, n) => ({
  Put: { TableName: 'sites', Item: { pk: { S: `item-${n}` } } },
}));
const written = dynamodb.call('TransactWriteItems', { TransactItems });
const isSeen = async () => (await dynamodb.call('GetItem', { TableName: 'sites', Key: { pk: { S: 'item-0' } } })).Item;
while (!(await isSeen())) await new Promise((resolve) => setImmediate(resolve));
process.kill(process.pid, 'SIGKILL');
await written;
