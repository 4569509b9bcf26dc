/**
 * AWS Step Functions on one machine: Standard workflows in Amazon States Language, durable, under world time. The rule kept
 * here: the service is the engine plus the API around it; nothing runs that was not started, stored and told by both.
 */
import * as sfn from '@aws-sdk/client-sfn';
import { REGION, type World } from '../../world.ts';
import type { Service } from '../service.ts';
import { callbackOperations } from './callbacks.ts';
import { createEngine, type Perform } from './engine.ts';
import { executionOperations } from './executions.ts';
import { type InvocationRefusal, type Lambdas, performLambda } from './lambda.ts';
import { createMachines, type MachineSpec } from './machines.ts';

export type { Lambdas, MachineSpec, Perform };

export interface StepFunctions {
  service: Service<typeof sfn>;
  /** Deploys a machine, new or again, and gives its ARN. Throws InvalidDefinition for what AWS or the engine would not run. */
  putStateMachine(machine: MachineSpec): string;
  /** Picks up all running executions of the store: once, after everything that a task may call has been made. */
  resume(): void;
}

export function createStepFunctions(world: World, lambdas: Lambdas, refusal?: InvocationRefusal): StepFunctions {
  return stepFunctionsOver(world, performLambda(world, lambdas, refusal));
}

/** The same with another way to do a task's call: for replaying recorded executions. */
export function stepFunctionsOver(world: World, perform: Perform): StepFunctions {
  const engine = createEngine(world, perform);
  const machines = createMachines(world, engine.journal);
  const definition: Service<typeof sfn> = {
    name: 'states',
    module: sfn,
    client: new sfn.SFNClient({ region: REGION }),
    handlers: {
      ...machines.handlers,
      ...executionOperations(world, engine, machines),
      ...callbackOperations(engine),
    },
  };
  return { service: definition, putStateMachine: machines.put, resume: engine.resume };
}
