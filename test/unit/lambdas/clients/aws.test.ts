import { type AddressInfo, createServer, type Socket } from 'node:net';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  awsConfig,
  calling,
  isAwsError,
  lacking,
  messageOf,
  requireVariable,
} from '../../../../lambdas/clients/aws.ts';
import { awsError } from '../../../support/unit/strict-mock.ts';

const ENV = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 'secret' };

/** As Node throws it. */
const broken = (code: string) => Object.assign(new Error(code), { code });

describe('the configuration', () => {
  it('comes from the environment handed in, with a logger for which the SDK copies no input and no output', () => {
    expect(awsConfig(ENV)).toEqual({
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'secret' },
      maxAttempts: 3,
      logger: { warn: expect.any(Function), error: expect.any(Function) },
      requestHandler: { connectionTimeout: 2000, socketTimeout: 5000 },
    });
  });

  it('carries session token and endpoint where they are set', () => {
    const more = { AWS_SESSION_TOKEN: 'session', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    expect(awsConfig({ ...ENV, ...more }, 1)).toEqual({
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'secret', sessionToken: 'session' },
      maxAttempts: 1,
      logger: { warn: expect.any(Function), error: expect.any(Function) },
      requestHandler: { connectionTimeout: 2000, socketTimeout: 20_000 },
      endpoint: 'http://127.0.0.1:4566',
    });
  });

  it.each(['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('names %s when it is missing', (name) => {
    expect(() => awsConfig({ ...ENV, [name]: undefined })).toThrow(`the variable ${name} is not set`);
    expect(() => requireVariable({ [name]: '' }, name)).toThrow(`the variable ${name} is not set`);
  });
});

describe('a connection in which nothing comes', () => {
  const open = new Set<Socket>();
  const silent = createServer((socket) => void open.add(socket));
  beforeAll(() => new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => silent.close(resolve));
  });

  it('is broken after a while, and that is an outage', async () => {
    const { port } = silent.address() as AddressInfo;
    const config = awsConfig({ ...ENV, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }, 2);
    const client = new KMSClient({ ...config, requestHandler: { ...config.requestHandler, socketTimeout: 50 } });
    await expect(
      calling(client.send(new DecryptCommand({ CiphertextBlob: new Uint8Array([1]) }))),
    ).rejects.toMatchObject({ name: 'AwsUnavailable', cause: { name: 'TimeoutError' } });
    expect(open.size).toBe(2);
    client.destroy();
  });
});

describe('a call', () => {
  it('gives its answer', async () => {
    expect(await calling(Promise.resolve('answer'))).toBe('answer');
  });

  it.each([
    'ThrottlingException',
    'Throttling',
    'TooManyRequestsException',
    'PriorRequestNotComplete',
    'RequestThrottled',
    // DynamoDB says so of tables on demand too, when one partition gets too much.
    'ProvisionedThroughputExceededException',
    // DynamoDB and EC2-style quotas of the account.
    'RequestLimitExceeded',
    // A transaction of ours that the SDK has sent again.
    'TransactionInProgressException',
  ])('fails as AwsThrottled on %s', async (name) => {
    const cause = awsError(name);
    await expect(calling(Promise.reject(cause))).rejects.toMatchObject({ name: 'AwsThrottled', cause });
  });

  it.each([
    ['a server error', awsError('InternalFailure', 'oops', 500)],
    ['an answer that does not come', awsError('TimeoutError', 'late', 0)],
    ['a connection that breaks', broken('ECONNRESET')],
    ['a connection that is refused', broken('ECONNREFUSED')],
    ['a connection that is closed', broken('EPIPE')],
    ['a connection that does not come about', broken('ETIMEDOUT')],
    ['a host without a way to it', broken('EHOSTUNREACH')],
    ['a network without a way to it', broken('ENETUNREACH')],
    ['a name that is not found', broken('ENOTFOUND')],
    ['a resolver that does not answer', broken('EAI_AGAIN')],
  ])('fails as AwsUnavailable on %s', async (_, cause) => {
    await expect(calling(Promise.reject(cause))).rejects.toMatchObject({ name: 'AwsUnavailable', cause });
  });

  it.each([
    ['a refusal', awsError('AccessDeniedException', 'no', 403)],
    ['a quota, which is final', awsError('LimitExceededException')],
    ['no error at all', 'text'],
  ])('throws %s as it is', async (_, cause) => {
    await expect(calling(Promise.reject(cause))).rejects.toBe(cause);
  });
});

it('tells errors by their names', () => {
  expect(isAwsError(awsError('NotFound'), 'NotFound')).toBe(true);
  expect(isAwsError(awsError('NotFound'), 'Found')).toBe(false);
  expect(isAwsError('NotFound', 'NotFound')).toBe(false);
  expect([messageOf(awsError('NotFound', 'it is gone')), messageOf('text')]).toEqual(['it is gone', 'text']);
});

it('tells what an answer lacks in the cause, which the log shows, and nowhere else', () => {
  const error = lacking('CertificateArn');
  expect(error).toMatchObject({
    name: 'AwsRefused',
    details: {},
    message: 'AWS refused a call that should have worked.',
  });
  expect(error.cause).toEqual(new Error('the answer of AWS lacks CertificateArn'));
});
