/**
 * The state machines of core/topology.ts, from their files as they are: a placeholder `${CheckCnamesArn}` becomes the function's
 * ARN when CloudFormation makes the machine. A machine may invoke the functions that its file names or
 * named formerly, and nothing else.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import {
  arnPlaceholder,
  functionsInvokedBy,
  functionsNamedBy,
  STATE_MACHINES,
  type StateMachineName,
} from '../core/topology.ts';
import type { Functions } from './functions.ts';
import { removalOfTraces } from './keys.ts';
import type { Stage } from './stages.ts';

export type Workflows = Readonly<Record<StateMachineName, StateMachine>>;

interface Surroundings {
  stage: Stage;
  key: Key;
  functions: Functions;
}

export function createWorkflows(stack: Stack, surroundings: Surroundings): Workflows {
  const names = Object.keys(STATE_MACHINES) as StateMachineName[];
  return Object.fromEntries(names.map((name) => [name, createWorkflow(stack, name, surroundings)])) as Workflows;
}

function createWorkflow(stack: Stack, name: StateMachineName, { stage, key, functions }: Surroundings): StateMachine {
  const file = `state-machines/${name}.asl.json`;
  const definition = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
  const id = pascal(name);
  const logs = new LogGroup(stack, `${id}Logs`, {
    retention: stage.logRetention,
    encryptionKey: key,
    removalPolicy: removalOfTraces(stage),
  });
  const workflow = new StateMachine(stack, id, {
    comment: file,
    definitionBody: DefinitionBody.fromString(definition),
    definitionSubstitutions: arnsOf(definition, functions),
    // Every transition, but no data: inputs of parking states carry task tokens, which never reach a log.
    // CDK lets the role administer log deliveries with Resource *: these actions know no resource (Step Functions' guide, cw-logs).
    logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true, // the X-Ray actions know no resource either
    // To delete a machine does not end its executions: it is gone when the last parked one has ended (docs/deploy.md, taking it away).
    removalPolicy: removalOfTraces(stage),
  });
  const resources = functionsInvokedBy(name, definition).map((each) => functions[each].lambda.functionArn);
  workflow.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources }));
  return workflow;
}

/** Each placeholder of the definition with the ARN that it stands for. */
function arnsOf(definition: string, functions: Functions): Record<string, string> {
  return Object.fromEntries(
    functionsNamedBy(definition).map((name) => [arnPlaceholder(name), functions[name].lambda.functionArn]),
  );
}

/** `provision-certificate` is `ProvisionCertificate` in the template. */
export function pascal(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
