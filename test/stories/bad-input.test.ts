/**
 * Calls with something wrong about them, on both faces, of every operation: each is refused with an error of the catalogue that says
 * what to do, and then nothing is stored; or what was wrong does not matter, and it is answered. Never a 500. Seeded.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { ERRORS } from '../../core/errors.ts';
import type { Item } from '../../lambdas/clients/table.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { basicOf } from '../../local/operator.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { type HostileCall, hostileCalls, OPERATION_NAMES } from '../support/stories/hostile.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const SEED = 20_261_121;
/** Calls of each operation; more of them find more: `FUZZ=100 npx jest test/stories/bad-input`. */
const CALLS = Number(process.env.FUZZ ?? 3);

let story: Story;
let client: LambdaClient;
let table: DynamoDBDocumentClient;
let known: Record<string, string[]>;
beforeAll(async () => {
  story = await beginStory();
  const { requestId } = await story.generate(PREFIX, 'wait');
  await story.settle();
  known = {
    siteId: [SITE.siteId],
    partnerId: [SITE.partnerId],
    apiKey: [SITE.apiKey],
    requestId: [requestId],
    UID: ['ann'],
    alias: [`${PREFIX}.www.example.com`],
  };
  client = new LambdaClient(reaching(story, 'tester'));
  table = DynamoDBDocumentClient.from(new DynamoDBClient(reaching(story, 'judge')));
});
afterAll(async () => {
  client.destroy();
  table.destroy();
  await story.stop();
});

interface Told {
  status: number;
  /** Of the envelope on the RPC face. */
  errorCode: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with literals
  body: any;
}

/** As API Gateway calls the function. */
async function send(call: HostileCall): Promise<Told> {
  const { httpMethod, path, query, headers, body, isBase64Encoded } = call;
  const sent = { Authorization: [basicOf(story.operator)], ...headers };
  const event = {
    resource: '/{proxy+}',
    path,
    httpMethod,
    body,
    isBase64Encoded,
    stageVariables: null,
    headers: Object.fromEntries(Object.entries(sent).map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: sent,
    queryStringParameters: Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values.at(-1)])),
    multiValueQueryStringParameters: query,
    pathParameters: { proxy: path.slice(1) },
    requestContext: {
      requestId: 'call-1',
      requestTimeEpoch: story.world.clock.now().getTime(),
      domainName: `localhost:${story.ports.api}`,
      identity: { sourceIp: '192.0.2.7' },
      httpMethod,
      path,
      stage: 'test',
    },
  };
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: 'Api', Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
  if (FunctionError) throw new Error(`the function failed: ${answer.errorMessage}`);
  const told = answer.body === '' ? {} : JSON.parse(answer.body);
  return { status: answer.statusCode, errorCode: told.errorCode ?? 0, body: told };
}

/** What a refused call may leave: who called, and how often. */
const TRACES = /^(AUDIT|ATTEMPTS#|NONCE#|OUTCOME#)/;

async function stored(): Promise<string> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client: table }, { TableName: TABLE_NAME }))
    items.push(...((page.Items ?? []) as Item[]));
  return items
    .filter(({ pk }) => !TRACES.test(pk))
    .map((item) => JSON.stringify(item))
    .sort()
    .join('\n');
}

it.each(OPERATION_NAMES)('answers %s or refuses it by name, in words, and stores nothing then', async (operation) => {
  let before = await stored();
  const property = fc.asyncProperty(hostileCalls(operation, known), async (call) => {
    const { status, errorCode, body } = await send(call);
    await story.settle();
    const isRefused = status >= 400 || errorCode !== 0;
    const where = `${call.httpMethod} ${call.path.slice(0, 100)}: ${call.spoilt} → ${status} ${JSON.stringify(body).slice(0, 500)}`;
    const isThrottled = body.code === 'AwsThrottled'; // CloudFront's own limits: here time stands
    if (!isThrottled && (status >= 500 || errorCode >= 500_000)) throw new Error(`fails: ${where}`);
    if (!isRefused || isThrottled) {
      await story.hours(5 / 3600);
      before = await stored();
      return;
    }
    if ((await stored()) !== before) throw new Error(`was refused, and has stored something: ${where}`);
    if (call.httpMethod === 'HEAD') return;
    if (!Object.hasOwn(ERRORS, body.code)) throw new Error(`no error of the catalogue: ${where}`);
    const [detail, remedy] = [body.detail ?? body.errorMessage, body.remedy ?? body.errorDetails];
    if (!detail || !remedy) throw new Error(`does not say what to do: ${where}`);
    const fields = body.fields ?? body.validationErrors;
    if (body.code === 'InvalidParameter' && !(fields?.length > 0)) throw new Error(`names no field: ${where}`);
  });
  await fc.assert(property, { seed: SEED, numRuns: CALLS });
});
