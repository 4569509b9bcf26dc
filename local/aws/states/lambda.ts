/**
 * The Lambda integrations of Task states: what `lambda:invoke` answers around a function's result, and how a function's error
 * becomes a task's. Source: recorded histories; developer guide, "Invoke an AWS Lambda function with Step Functions".
 */
import { OUR_ACCOUNT, REGION, type World } from '../../world.ts';
import { parseResource } from './definition.ts';
import type { Perform } from './engine.ts';
import { StateFailed } from './failure.ts';

export interface Lambdas {
  /** Runs the function and gives its result. A failed function rejects with an Error whose name is the error type. */
  invoke(functionArn: string, payload: unknown): Promise<unknown>;
}

/** What keeps a role from invoking a function. */
export type InvocationRefusal = (role: string, functionArn: string) => Error | undefined;

export function performLambda(
  world: Pick<World, 'clock' | 'random'>,
  lambdas: Lambdas,
  refusal: InvocationRefusal = () => undefined,
): Perform {
  async function invoke(role: string, functionArn: string, payload: unknown): Promise<unknown> {
    const refused = refusal(role.slice(role.lastIndexOf('/') + 1), functionArn);
    if (refused) throw notPermitted(refused, world.random.uuid());
    try {
      return asJson(await lambdas.invoke(functionArn, asJson(payload)));
    } catch (error) {
      const { name, message } = error as Error;
      const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: [] });
      throw new StateFailed({ error: name, cause });
    }
  }

  return async ({ resource, input, role }) => {
    if (parseResource(resource)?.kind === 'lambda-function') return invoke(role, resource, input);
    const { FunctionName, Payload } = (input ?? {}) as { FunctionName?: unknown; Payload?: unknown };
    if (typeof FunctionName !== 'string') {
      throw new StateFailed({ error: 'States.Runtime', cause: "The Arguments of lambda:invoke need a 'FunctionName'" });
    }
    const result = await invoke(role, arnOf(FunctionName), Payload ?? {});
    return envelope(result, world.random.uuid(), world.clock.now());
  };
}

/** As reported of AWS (aws-deployment-framework, issue 460): the Java SDK's words about the answer of Lambda. */
function notPermitted({ name, message }: Error, requestId: string): StateFailed {
  const answer = `Service: AWSLambda; Status Code: 403; Error Code: ${name}; Request ID: ${requestId}; Proxy: null`;
  return new StateFailed({ error: 'Lambda.AWSLambdaException', cause: `${message} (${answer})` });
}

/** What crosses to and from a function is JSON; a function that returns nothing returns null. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

function arnOf(functionName: string): string {
  return functionName.startsWith('arn:')
    ? functionName
    : `arn:aws:lambda:${REGION}:${OUR_ACCOUNT}:function:${functionName}`;
}

function envelope(payload: unknown, requestId: string, now: Date) {
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(JSON.stringify(payload))),
    'Content-Type': 'application/json',
    Date: now.toUTCString(),
    'X-Amz-Executed-Version': '$LATEST',
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': requestId,
  };
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}
