/**
 * How every AWS client of ours is made and how its errors become ours. Configuration comes from the environment handed in,
 * never from the process: Lambda sets region and credentials, local mode an endpoint besides.
 */
import { ServiceError } from '../../core/errors.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** A variable that must be set. Throws its name, at start and not in the middle of a request. */
export function requireVariable(env: Env, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`the variable ${name} is not set`);
  return value;
}

/** This deployment among others of the account: its table's name, which is the value of the tag DEPLOYMENT_TAG on what it makes. */
export function deploymentOf(env: Env): string {
  return requireVariable(env, 'TABLE_NAME');
}

/** For a logger that takes `info` the SDK copies each input and output, even where nothing is written: this one takes none. */
const QUIET = { warn: () => undefined, error: () => undefined } as unknown as Pick<
  Console,
  'debug' | 'info' | 'warn' | 'error'
>;

/**
 * Milliseconds. A connection to AWS comes about in a few; the SDK itself would wait for ever for one that does not. One in which nothing
 * comes is broken where AWS answers within a second: three tries are half of the 29 s that API Gateway has. Who tries once writes what
 * takes AWS some seconds, or what it must not be asked twice: that is broken after a third of a step's minute.
 */
const CONNECTED_MS = 2000;
const SILENT_MS = 5000;
const SILENT_ONCE_MS = 20_000;

/** The part of a client's configuration that all share. `maxAttempts` counts the first try. */
export function awsConfig(env: Env, maxAttempts = 3) {
  const accessKeyId = requireVariable(env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = requireVariable(env, 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = env.AWS_SESSION_TOKEN;
  return {
    region: requireVariable(env, 'AWS_REGION'),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    maxAttempts,
    logger: QUIET,
    // As data: the SDK makes its own handler of it, and nothing more is loaded.
    requestHandler: {
      connectionTimeout: CONNECTED_MS,
      socketTimeout: maxAttempts === 1 ? SILENT_ONCE_MS : SILENT_MS,
    },
    ...(env.AWS_ENDPOINT_URL ? { endpoint: env.AWS_ENDPOINT_URL } : {}),
  };
}

/** Names under which AWS services say "slower", or "not at this moment". LimitExceededException is not among them: for ACM it is final. */
const THROTTLES = [
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'PriorRequestNotComplete',
  'RequestThrottled',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'TransactionConflictException',
  // The same transaction, sent again after an answer that did not come, while the first is under way.
  'TransactionInProgressException',
];

/**
 * Names of transport failures: the call may or may not have had its effect. The codes are those that the SDK itself takes for passing
 * (`NODEJS_TIMEOUT_ERROR_CODES` and `NODEJS_NETWORK_ERROR_CODES` of @smithy/core), a resolver that does not answer among them.
 */
const TRANSPORT = [
  ...['TimeoutError', 'AbortError'],
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
];

/** The pages of one of the SDK's paginators, each asked for as `calling` does. */
export async function* eachPage<Page>(pages: AsyncGenerator<Page, unknown>): AsyncGenerator<Page, void> {
  for (let page = await calling(pages.next()); !page.done; page = await calling(pages.next())) yield page.value;
}

/** Does an AWS call. Throttling and outages become ours, to be retried by name; everything else is thrown as it is. */
export async function calling<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    const { name = '', code = '', status = 0 } = describe(cause);
    if (THROTTLES.includes(name)) throw new ServiceError('AwsThrottled', {}, { cause });
    if (status >= 500 || TRANSPORT.includes(name) || TRANSPORT.includes(code)) {
      throw new ServiceError('AwsUnavailable', {}, { cause });
    }
    throw cause;
  }
}

/** The error of an answer that lacks what it must have. What it lacks is its cause: the log tells it, no caller reads it. */
export function lacking(what: string): ServiceError {
  return new ServiceError('AwsRefused', {}, { cause: new Error(`the answer of AWS lacks ${what}`) });
}

/** True for the AWS error of that name. */
export function isAwsError(error: unknown, name: string): boolean {
  return describe(error).name === name;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Told by shape, not by class: transport errors of Node are made in another realm under a test runner. */
function describe(error: unknown): { name?: string; code?: string; status?: number } {
  if (typeof error !== 'object' || error === null) return {};
  const { name, code, $metadata } = error as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  return {
    ...(name ? { name } : {}),
    ...(code ? { code } : {}),
    ...($metadata?.httpStatusCode ? { status: $metadata.httpStatusCode } : {}),
  };
}
