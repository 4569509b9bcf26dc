/**
 * Every function but the API, which answers callers itself, under events that are none of its own: each is refused with an error that
 * has a name, and nothing is stored. Ids that lead nowhere are refused or passed over.
 */
import { join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { FUNCTIONS, type FunctionName, type FunctionRow } from '../../../core/topology.ts';
import type { Create } from '../../../lambdas/runtime.ts';
import { NOW, useScene } from '../../support/unit/step.ts';

const scene = useScene();
/** Bootstrap takes no input: IAM alone says who may invoke it. */
const NAMES = (Object.keys(FUNCTIONS) as FunctionName[]).filter((name) => name !== 'Api' && name !== 'Bootstrap');
const ROOT = join(__dirname, '..', '..', '..');

async function handlerOf(name: FunctionName): Promise<(event: unknown) => Promise<unknown>> {
  const { entry }: FunctionRow = FUNCTIONS[name];
  const { create } = (await import(join(ROOT, entry))) as { create: Create };
  return scene.made(create) as (event: unknown) => Promise<unknown>;
}

/** Without the care of what is about to be READY, which is stored before anything is asked, so that none is lost: watch takes it back. */
async function stored(): Promise<number> {
  let count = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: scene.env.TABLE_NAME }))
    count += Items.filter(({ sk }) => sk?.S !== 'CARE').length;
  return count;
}
let client: DynamoDBClient;
beforeEach(() => {
  const credentials = { accessKeyId: 'judge', secretAccessKey: 'simulated' };
  client = new DynamoDBClient({ region: 'us-east-1', endpoint: scene.env.AWS_ENDPOINT_URL ?? '', credentials });
});
afterEach(() => client.destroy());

const token = 'token-1';
const MALFORMED: unknown[] = [
  null,
  5,
  'text',
  [],
  {},
  { requestId: 5, moveId: 5, siteId: 5, now: NOW, token },
  { requestId: '', moveId: '', siteId: '', now: NOW, token },
  { requestId: 'req-0', moveId: 'move-0', siteId: 'acme', execution: 'x', now: 'yesterday', token },
  { requestId: 'req-0', moveId: 'move-0', siteId: 'acme', execution: 'x', now: NOW, token, colour: 'red' },
  { time: NOW, 'detail-type': 5, detail: null },
  { time: 'soon', 'detail-type': 'Scheduled Event' },
  { time: NOW, 'detail-type': 'OpsItem Update', detail: {} },
  { time: NOW, 'detail-type': 'Step Functions Execution Status Change', detail: { status: 'DONE' } },
  { time: NOW, 'detail-type': 'ACM Certificate Available', resources: [5] },
  { detail: { requestId: '' } },
];

it('refuses what is no event of theirs by name, and stores nothing', async () => {
  const wrong: string[] = [];
  for (const name of NAMES) {
    const handler = await handlerOf(name);
    for (const event of MALFORMED) {
      const error = await handler(event).then(
        (answer) => new Error(`answers ${JSON.stringify(answer)}`),
        (thrown: Error) => thrown,
      );
      if (error.name !== 'ZodError') wrong.push(`${name} ${JSON.stringify(event)}: ${error.name} ${error.message}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await stored()).toBe(0);
});

/** As the machines and the bus hand them over, of nothing that there is. */
const FOREIGN: unknown[] = [
  { requestId: 'req-0', now: NOW },
  { requestId: 'req-0', now: NOW, token },
  { requestId: 'req-0', now: NOW, ending: {} },
  { moveId: 'req-0-move-1', now: NOW },
  { moveId: 'req-0-move-1', now: NOW, token },
  { siteId: 'nobody', execution: 'nobody-retire-1', now: NOW },
  { siteId: 'nobody', execution: 'nobody-retire-1', now: NOW, token },
  { time: NOW, 'detail-type': 'OpsItem Update', detail: { 'ops-item-id': 'oi-0' } },
  { time: NOW, 'detail-type': 'Look Requested', detail: {} },
  { time: NOW, 'detail-type': 'ACM Certificate Available', resources: ['arn:aws:acm:us-east-1:0:certificate/0'] },
  {
    time: NOW,
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn: 'arn:aws:states:us-east-1:0:execution:theirs:theirs', name: 'theirs', status: 'FAILED' },
  },
  { detail: { requestId: 'req-0' } },
];

it('changes nothing for ids that lead nowhere', async () => {
  const wrong: string[] = [];
  for (const name of NAMES) {
    const handler = await handlerOf(name);
    for (const event of FOREIGN) {
      const error = await handler(event).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      const isBug = error !== undefined && /^(TypeError|RangeError|SyntaxError)$/.test(error.name);
      if (isBug) wrong.push(`${name} ${JSON.stringify(event)}: ${error?.name} ${error?.message}`);
    }
    if ((await stored()) > 0) wrong.push(`${name} has stored something`);
  }
  expect(wrong).toEqual([]);
});
