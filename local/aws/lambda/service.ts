/**
 * Lambda: Invoke, for whoever may invoke a function by hand. The functions are the deployed ones, run in this process; one that
 * fails is no failure of the call: 200, the header `X-Amz-Function-Error`, and the error as the payload.
 */
import * as sdk from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { FUNCTIONS } from '../../../core/topology.ts';
import type { Deliveries } from '../../deliveries.ts';
import type { Lambdas } from '../../lambda.ts';
import { OUR_ACCOUNT, REGION } from '../../world.ts';
import { awsError, type Caller, type Service, service } from '../service.ts';
import { type NamedFunction, readFunctionName } from './names.ts';

/** Bytes of a payload (lambda/latest/dg/gettingstarted-limits.html): 6 MB, asynchronously 1 MB. */
const MOST_PAYLOAD = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024 };

/** Members of the input that change what a call means, and are not imitated. */
const NOT_IMITATED = ['ClientContext', 'DurableExecutionName', 'TenantId'] as const;

export function createLambda(
  lambdas: Pick<Lambdas, 'invoke'>,
  deliveries: Pick<Deliveries, 'take'>,
): { service: Service } {
  async function answer(
    functionArn: string,
    payload: unknown,
  ): Promise<Pick<sdk.InvokeCommandOutput, 'FunctionError' | 'Payload'>> {
    try {
      return { Payload: bytes(await lambdas.invoke(functionArn, payload)) };
    } catch (error) {
      const { name, message, stack = '' } = error as Error;
      // Lambda itself, and not the function, has failed.
      if (name.startsWith('Lambda.')) throw awsError('ServiceException', message);
      const told = { errorType: name, errorMessage: message, trace: stack.split('\n') };
      return { FunctionError: 'Unhandled', Payload: bytes(told) };
    }
  }

  return {
    service: service({
      name: 'lambda',
      module: sdk,
      client: new sdk.LambdaClient({ region: REGION }),
      handlers: {
        async Invoke(input, caller) {
          const { arn } = find(input, caller);
          refuseNotImitated(input);
          const { InvocationType = 'RequestResponse' } = input;
          const payload = readPayload(
            input.Payload as Uint8Array | undefined,
            InvocationType === 'Event' ? 'Event' : 'RequestResponse',
          );
          if (InvocationType === 'DryRun') return { StatusCode: 204 };
          if (InvocationType === 'Event') {
            deliveries.take(caller.requestId, arn, payload);
            return { StatusCode: 202 };
          }
          return { StatusCode: 200, ExecutedVersion: '$LATEST', ...(await answer(arn, payload)) };
        },
      },
    }),
  };
}

function find({ FunctionName, Qualifier }: sdk.InvokeCommandInput, { account }: Caller): NamedFunction {
  const found = readFunctionName(FunctionName ?? '');
  if (!found)
    throw awsError(
      'ValidationException',
      `1 validation error detected: Value '${FunctionName}' at 'functionName' failed to satisfy constraint: Member must satisfy a function's name or ARN`,
    );
  const qualifier = Qualifier ?? found.qualifier;
  const isThere = Object.hasOwn(FUNCTIONS, found.name) && account === OUR_ACCOUNT && found.arn.includes(OUR_ACCOUNT);
  if (isThere && (qualifier ?? '$LATEST') === '$LATEST') return found;
  const named = qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`;
  throw awsError('ResourceNotFoundException', `Function not found: ${named}`, { Type: 'User' });
}

function refuseNotImitated(input: sdk.InvokeCommandInput): void {
  const named = NOT_IMITATED.find((member) => input[member] !== undefined);
  const unknown = named ?? (input.LogType === 'Tail' ? 'LogType Tail' : undefined);
  if (unknown) throw awsError('NotSimulated', `lambda Invoke with ${unknown} is not simulated: see local/FIDELITY.md`);
}

/** No payload is no event: functions get null. */
function readPayload(payload: Uint8Array | undefined, type: keyof typeof MOST_PAYLOAD): unknown {
  const { length } = payload ?? [];
  if (length > MOST_PAYLOAD[type])
    throw awsError(
      'RequestTooLargeException',
      `${length} byte payload is too large for the ${type} invocation type (limit ${MOST_PAYLOAD[type]} bytes)`,
    );
  if (length === 0) return null;
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (cause) {
    throw awsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
    );
  }
}

/** What a function returns is JSON. */
function bytes(value: unknown): Uint8ArrayBlobAdapter {
  return Uint8ArrayBlobAdapter.fromString(JSON.stringify(value ?? null));
}
