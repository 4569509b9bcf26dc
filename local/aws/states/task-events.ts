/**
 * The history events of a Task's call. A plain function ARN gives LambdaFunction… events, the `lambda:invoke` integration
 * Task… events; only here the two differ.
 */
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { REGION } from '../../world.ts';
import { parseResource } from './definition.ts';
import type { Failure } from './failure.ts';

type Details = Record<string, unknown>;
type Event = [type: HistoryEventType, details?: { [name: `${string}EventDetails`]: Details }];

const untruncated = { truncated: false };

/** `invoke` and `lambda` of `arn:aws:states:::lambda:invoke`. */
function integration(resource: string): { resource: string; resourceType: string } {
  const [resourceType = '', action = ''] = resource.replace('arn:aws:states:::', '').split(':');
  return { resource: action, resourceType };
}

function isFunction(resource: string): boolean {
  return parseResource(resource)?.kind === 'lambda-function';
}

/** Who gave an answer, in the words of AWS's size-limit message. */
export function answererOf(resource: string): string {
  return isFunction(resource) ? resource : integration(resource).resourceType;
}

export function scheduled(
  resource: string,
  input: unknown,
  limits: { timeoutInSeconds?: number; heartbeatInSeconds?: number },
): Event {
  const text = JSON.stringify(input);
  if (isFunction(resource)) {
    const { timeoutInSeconds } = limits;
    const details = {
      resource,
      input: text,
      inputDetails: untruncated,
      ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
    };
    return ['LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: details }];
  }
  return [
    'TaskScheduled',
    { taskScheduledEventDetails: { ...integration(resource), region: REGION, parameters: text, ...limits } },
  ];
}

export function started(resource: string): Event {
  return isFunction(resource)
    ? ['LambdaFunctionStarted']
    : ['TaskStarted', { taskStartedEventDetails: integration(resource) }];
}

export function submitted(resource: string, output: unknown): Event {
  return ['TaskSubmitted', { taskSubmittedEventDetails: withOutput(integration(resource), output) }];
}

export function succeeded(resource: string, output: unknown): Event {
  return isFunction(resource)
    ? ['LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: withOutput({}, output) }]
    : ['TaskSucceeded', { taskSucceededEventDetails: withOutput(integration(resource), output) }];
}

export function failed(resource: string, failure: Failure): Event {
  return isFunction(resource)
    ? ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: why(failure) }]
    : ['TaskFailed', { taskFailedEventDetails: { ...integration(resource), ...why(failure) } }];
}

export function timedOut(resource: string, failure: Failure): Event {
  return isFunction(resource)
    ? ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: why(failure) }]
    : ['TaskTimedOut', { taskTimedOutEventDetails: { ...integration(resource), ...why(failure) } }];
}

function withOutput(details: Details, output: unknown): Details {
  return { ...details, output: JSON.stringify(output), outputDetails: untruncated };
}

function why({ error, cause }: Failure): Details {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
