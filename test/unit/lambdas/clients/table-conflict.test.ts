/** A write of an item that a transaction is just writing: DynamoDB refuses it, and it is tried again. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTable, NOT_THERE, type Table } from '../../../../lambdas/clients/table.ts';

let server: Server;
let table: Table;
/** What is answered next, and how often it was asked; nothing more is refused then. */
let refusals: object[];
let asked: number;

beforeEach(async () => {
  [refusals, asked] = [[], 0];
  server = createServer((_, answer) => {
    asked++;
    const refusal = refusals.shift();
    answer.writeHead(refusal ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    answer.end(JSON.stringify(refusal ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  table = createTable({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    TABLE_NAME: 'certificates',
  });
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const KEY = { pk: 'SITE#acme', sk: 'SITE' };
const CONFLICT = { __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException' };
const canceled = (...codes: string[]) => ({
  __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
  CancellationReasons: codes.map((Code) => ({ Code })),
});
const WRITES = {
  'a put': [CONFLICT, () => table.put(KEY, NOT_THERE)],
  'an update': [CONFLICT, () => table.update(KEY, { set: { name: 'Acme' } })],
  'a delete': [CONFLICT, () => table.delete(KEY)],
  'a transaction': [canceled('None', 'TransactionConflict'), () => table.transact([{ put: KEY }])],
} as const;

describe.each(Object.entries(WRITES))('%s', (_, [refusal, write]) => {
  it('is written at the third try', async () => {
    refusals = [refusal, refusal];
    expect([await write(), asked]).toEqual([true, 3]);
  });

  it('is to come again where that does not end, and never said to have met a condition', async () => {
    refusals = [refusal, refusal, refusal];
    await expect(write()).rejects.toMatchObject({ name: 'AwsThrottled' });
  });
});

it('is not tried again where a condition does not hold', async () => {
  refusals = [canceled('TransactionConflict', 'ConditionalCheckFailed')];
  expect([await table.transact([{ put: KEY, condition: NOT_THERE }]), asked]).toEqual([false, 1]);
});
