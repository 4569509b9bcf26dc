/**
 * The functions of core/topology.ts: each has a role, a log group and a bundle of its own. CDK adds nothing to the roles by
 * itself: what a function may do stands in permissions.ts and, of its logs and traces, in policies.ts.
 */
import { Duration, type Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, type Code, Function as Lambda, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { FUNCTIONS, type FunctionName, type Variable } from '../core/topology.ts';
import { removalOfTraces } from './keys.ts';
import { telemetry } from './policies.ts';
import type { Stage } from './stages.ts';

export type CodeOf = (name: FunctionName) => Code;

export interface DeployedFunction {
  lambda: Lambda;
  role: Role;
  logs: LogGroup;
}
export type Functions = Readonly<Record<FunctionName, DeployedFunction>>;

interface Surroundings {
  stage: Stage;
  key: Key;
  codeOf: CodeOf;
}

/** 1,769 MB are one vCPU (Lambda's guide). Steps wait for the network; a third of a vCPU loads their modules fast enough. */
const MEMORY = 512;
/** These shake hands with up to a hundred names at once: TLS is work for the CPU. */
const TLS_MEMORY = 1024;
const SHAKES_HANDS: readonly FunctionName[] = ['ProbeConflicts', 'VerifyServing', 'Api', 'Watch'];

/**
 * How many of a function run at once at most, where rates of AWS's demand it. Those that change a distribution need none: a lease lets
 * one of all of them write at a time, which no reservation could. Who is turned away is tried again: by its machine as long as where AWS
 * throttles, by Lambda itself for six hours where an event woke it.
 */
export const RESERVED: Partial<Record<FunctionName, number>> = {
  /** CloudFront takes three writes at once, and then one in two seconds; making a distribution waits for no lease. */
  EnsureTarget: 3,
  /** ACM takes five requests a second, and a run is a second of calls. */
  RequestCertificate: 5,
  /**
   * ACM describes ten certificates a second, and looks ask for five: there is a tick, and beside it what an event or a person asks for. Two
   * ticks never meet: a tick is ended when the next one comes.
   */
  Watch: 2,
};

export function createFunctions(stack: Stack, surroundings: Surroundings): Functions {
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  return Object.fromEntries(names.map((name) => [name, createFunction(stack, name, surroundings)])) as Functions;
}

function createFunction(stack: Stack, name: FunctionName, { stage, key, codeOf }: Surroundings): DeployedFunction {
  const { entry, timeout } = FUNCTIONS[name];
  const logs = new LogGroup(stack, `${name}Logs`, {
    retention: stage.logRetention,
    encryptionKey: key,
    removalPolicy: removalOfTraces(stage),
  });
  const role = new Role(stack, `${name}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What ${entry} may do: the row ${name} of infra/permissions.ts`,
    inlinePolicies: { Telemetry: telemetry(logs) },
  });
  Validations.of(role).acknowledge({
    id: 'Serverless-LambdaStarPermissions',
    reason:
      'X-Ray knows no resources: traces are written on *. All else stands in the policy, acknowledged by its text.',
  });
  const lambda = new Lambda(stack, name, {
    description: entry,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: codeOf(name),
    memorySize: SHAKES_HANDS.includes(name) ? TLS_MEMORY : MEMORY,
    timeout: Duration.seconds(timeout),
    role: role.withoutPolicyUpdates(),
    logGroup: logs,
    tracing: Tracing.ACTIVE,
    ...(stage.reservesConcurrency && reservationOf(name)),
  });
  Validations.of(lambda).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason:
      'A state machine or the API waits for its answer; what events wake writes its dead letters by schedules.ts.',
  });
  return { lambda, role, logs };
}

function reservationOf(name: FunctionName) {
  const reservedConcurrentExecutions = RESERVED[name];
  return reservedConcurrentExecutions === undefined ? {} : { reservedConcurrentExecutions };
}

/** Sets exactly the variables of each row. They come last: some name what the functions themselves are part of. */
export function giveVariables(functions: Functions, values: Readonly<Record<Variable, string>>): void {
  for (const [name, { variables }] of Object.entries(FUNCTIONS)) {
    for (const variable of variables) functions[name as FunctionName].lambda.addEnvironment(variable, values[variable]);
  }
}
