/**
 * What wakes functions besides calls: the schedules and event rules of core/topology.ts, on the default bus. An event that
 * could not be delivered, or whose function failed on every try, ends in one queue of dead letters.
 */
import { Duration, type Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type EventPattern, type IRuleTarget, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, type LambdaFunctionProps } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { EVENT_RULES, type FunctionName, OUR_SOURCE, SCHEDULES } from '../core/topology.ts';
import type { Functions } from './functions.ts';
import type { Workflows } from './workflows.ts';

interface Surroundings {
  table: TableV2;
  functions: Functions;
  workflows: Workflows;
  deadLetters: Queue;
}

/** SQS's own key: the letters hold ids and ARNs, and no tokens. Kept for SQS's longest time, so that nobody has to hurry. */
export function createDeadLetters(stack: Stack): Queue {
  return new Queue(stack, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}

export function createSchedules(stack: Stack, surroundings: Surroundings): void {
  const { functions, deadLetters } = surroundings;
  const wake = (name: FunctionName, options: LambdaFunctionProps = {}): IRuleTarget =>
    new LambdaFunction(functions[name].lambda, { deadLetterQueue: deadLetters, ...options });

  for (const [name, { rateMinutes }] of Object.entries(SCHEDULES)) {
    // The event of a scheduled rule has `time` and the detail type `Scheduled Event`. One that is late is worth nothing:
    // the next one comes. EventBridge keeps an event for 60 seconds at least.
    new Rule(stack, `${name}Schedule`, {
      description: `Calls ${name} every ${rateMinutes === 1 ? 'minute' : `${rateMinutes} minutes`}`,
      schedule: Schedule.rate(Duration.minutes(rateMinutes)),
      targets: [wake(name as FunctionName, { maxEventAge: Duration.seconds(60) })],
    });
  }

  for (const [name, { target, source, detailType }] of Object.entries(EVENT_RULES)) {
    new Rule(stack, name, {
      description: `Calls ${target} on ${detailType}`,
      eventPattern: patternOf(source, detailType, surroundings),
      targets: [wake(target)], // tried for a day: EventBridge's default
    });
  }

  for (const name of new Set(wokenFunctions())) {
    // Two more tries within six hours are Lambda's defaults. Its policy lets the function write the letter, and comes first as for all that
    // is the function's: Lambda refuses the destination while it may not.
    functions[name].lambda.configureAsyncInvoke({ onFailure: new SqsDestination(deadLetters) });
  }
}

/** The bus is the account's: of what Step Functions tells, our own machines' is enough, and of what we tell, this deployment's. */
function patternOf(source: string, detailType: string, { table, workflows }: Surroundings): EventPattern {
  const pattern: EventPattern = { source: [source], detailType: [detailType] };
  if (source === OUR_SOURCE) return { ...pattern, detail: { deployment: [table.tableName] } };
  if (source !== 'aws.states') return pattern;
  const stateMachineArn = Object.values(workflows).map((workflow) => workflow.stateMachineArn);
  return { ...pattern, detail: { stateMachineArn } };
}

function wokenFunctions(): FunctionName[] {
  return [...(Object.keys(SCHEDULES) as FunctionName[]), ...Object.values(EVENT_RULES).map(({ target }) => target)];
}
