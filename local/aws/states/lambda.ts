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

export function performLambda(world: Pick<World, 'clock' | 'random'>, lambdas: Lambdas): Perform {
  async function invoke(functionArn: string, payload: unknown): Promise<unknown> {
    try {
      return asJson(await lambdas.invoke(functionArn, asJson(payload)));
    } catch (error) {
      const { name, message } = error as Error;
      const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: [] });
      throw new StateFailed({ error: name, cause });
    }
  }

  return async ({ resource, input }) => {
    if (parseResource(resource)?.kind === 'lambda-function') return invoke(resource, input);
    const { FunctionName, Payload } = (input ?? {}) as { FunctionName?: unknown; Payload?: unknown };
    if (typeof FunctionName !== 'string') {
      throw new StateFailed({ error: 'States.Runtime', cause: "The Arguments of lambda:invoke need a 'FunctionName'" });
    }
    const result = await invoke(arnOf(FunctionName), Payload ?? {});
    return envelope(result, world.random.uuid(), world.clock.now());
  };
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
