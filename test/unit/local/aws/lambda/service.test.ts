import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { createAwsEndpoint } from '../../../../../local/aws/endpoint.ts';
import { createLambda } from '../../../../../local/aws/lambda/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { createDeliveries } from '../../../../../local/deliveries.ts';
import { openStore, type Store } from '../../../../../local/store.ts';
import { createWorld, type World } from '../../../../../local/world.ts';

const BOOTSTRAP = 'arn:aws:lambda:us-east-1:111122223333:function:Bootstrap';

let store: Store;
let world: World;
let invoked: { arn: string; payload: unknown }[];
let answer: () => unknown;
let port: number;
let close: () => Promise<void>;

beforeEach(async () => {
  store = openStore();
  world = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), store, 'lambda');
  invoked = [];
  answer = () => ({ done: true });
  const lambdas = {
    async invoke(arn: string, payload: unknown) {
      invoked.push({ arn, payload });
      return answer();
    },
  };
  const endpoint = createAwsEndpoint(world, [createLambda(lambdas, createDeliveries(world, lambdas, 'd')).service]);
  port = (await endpoint.listen(0)).port;
  close = () => endpoint.close();
});
afterEach(async () => {
  await close();
  store.close();
});

async function invoke(input: Partial<InvokeCommandInput> = {}, accessKeyId = 'on-call') {
  const client = new LambdaClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId, secretAccessKey: 'simulated' },
    maxAttempts: 1,
  });
  try {
    const { StatusCode, FunctionError, ExecutedVersion, Payload } = await client.send(
      new InvokeCommand({ FunctionName: 'Bootstrap', ...input }),
    );
    const text = Payload?.transformToString();
    return { StatusCode, FunctionError, ExecutedVersion, payload: text ? JSON.parse(text) : undefined };
  } finally {
    client.destroy();
  }
}

it.each(['Bootstrap', BOOTSTRAP, '111122223333:function:Bootstrap', 'Bootstrap:$LATEST'])(
  'invokes %s and answers what it returns',
  async (FunctionName) => {
    expect(await invoke({ FunctionName, Payload: '{"a":[1,"ü"]}' })).toEqual({
      StatusCode: 200,
      FunctionError: undefined,
      ExecutedVersion: '$LATEST',
      payload: { done: true },
    });
    expect(invoked).toEqual([{ arn: BOOTSTRAP, payload: { a: [1, 'ü'] } }]);
  },
);

it('answers null for nothing, both ways', async () => {
  answer = () => undefined;
  expect(await invoke()).toMatchObject({ StatusCode: 200, payload: null });
  expect(invoked[0]?.payload).toBeNull();
});

it('answers 200 and the error as payload when the function fails', async () => {
  answer = () => {
    throw Object.assign(new Error('It was made already.'), { name: 'AlreadyBootstrapped' });
  };
  expect(await invoke()).toEqual({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    ExecutedVersion: '$LATEST',
    payload: {
      errorType: 'AlreadyBootstrapped',
      errorMessage: 'It was made already.',
      trace: expect.arrayContaining(['AlreadyBootstrapped: It was made already.']),
    },
  });
});

it('answers 202 at once to an event, and tries it again when it fails', async () => {
  answer = () => {
    if (invoked.length < 3) throw new Error('broken');
  };
  expect(await invoke({ InvocationType: 'Event', Payload: '{"n":1}' })).toMatchObject({ StatusCode: 202 });
  await world.clock.jumpTo(new Date('2026-11-21T11:00:00Z'));
  expect(invoked).toEqual(Array(3).fill({ arn: BOOTSTRAP, payload: { n: 1 } }));
});

it('runs nothing for a dry run', async () => {
  expect(await invoke({ InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  expect(invoked).toEqual([]);
});

describe('refuses', () => {
  const cases: [string, Partial<InvokeCommandInput>, string, number, RegExp][] = [
    [
      'a function that is not there',
      { FunctionName: 'Other' },
      'ResourceNotFoundException',
      404,
      /^Function not found: arn:aws:lambda:us-east-1:111122223333:function:Other$/,
    ],
    ['a version', { Qualifier: '7' }, 'ResourceNotFoundException', 404, /function:Bootstrap:7$/],
    [
      'a function of another account',
      { FunctionName: BOOTSTRAP.replace('111122223333', '999988887777') },
      'ResourceNotFoundException',
      404,
      /999988887777/,
    ],
    ['what is no name', { FunctionName: 'a b' }, 'ValidationException', 400, /'a b' at 'functionName'/],
    [
      'a payload that is no JSON',
      { Payload: 'a' },
      'InvalidRequestContentException',
      400,
      /^Could not parse request body into json: /,
    ],
    [
      'an event that is too large',
      { InvocationType: 'Event', Payload: `"${'x'.repeat(1_048_576)}"` },
      'RequestTooLargeException',
      413,
      /^1048578 byte payload is too large for the Event invocation type/,
    ],
    ['the tail of the log', { LogType: 'Tail' }, 'NotSimulated', 400, /LogType Tail is not simulated/],
    ['a client context', { ClientContext: 'e30=' }, 'NotSimulated', 400, /ClientContext is not simulated/],
  ];
  it.each(cases)('%s', async (_, input, name, status, message) => {
    await expect(invoke(input)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: status },
    });
    expect(invoked).toEqual([]);
  });

  it('another account', async () => {
    await expect(invoke({}, '999988887777')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

it('says that Lambda failed, and not the function, when the function was not reached', async () => {
  answer = () => {
    throw Object.assign(new Error('The connection was lost'), { name: 'Lambda.SdkClientException' });
  };
  await expect(invoke()).rejects.toMatchObject({ name: 'ServiceException', $metadata: { httpStatusCode: 500 } });
});
