/** A process to be killed: writes transactions of two items each, without end, and prints the number of each that is done. */
import { createDynamoDb } from '../../../../../local/aws/dynamodb/dynamodb.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

const world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), openStore(), 'writer');
const dynamodb = await createDynamoDb(world, { path: process.argv[2] ?? '' });
const put = (pk: string) => ({ Put: { TableName: 'sites', Item: { pk: { S: pk } } } });
for (let n = 1; ; n++) {
  await dynamodb.call('TransactWriteItems', { TransactItems: [put(`left-${n}`), put(`right-${n}`)] });
  console.log(n);
}
