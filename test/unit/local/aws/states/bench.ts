/** A world with Step Functions in it and functions that a test writes: each test makes its own. */
import type * as sfn from '@aws-sdk/client-sfn';
import type { Handlers } from '../../../../../local/aws/service.ts';
import { createStepFunctions, type StepFunctions } from '../../../../../local/aws/states/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore, type Store } from '../../../../../local/store.ts';
import { type BusEvent, createWorld, type World } from '../../../../../local/world.ts';

export type Functions = Record<string, (payload: never) => unknown>;

export interface Bench {
  world: World;
  clock: WorldClock;
  store: Store;
  machine: StepFunctions;
  /** Names of the functions invoked so far, in order. */
  invoked: string[];
  statusEvents: BusEvent[];
  /** Tokens that the function `park` was given, in order; a test may bring a `park` of its own. */
  tokens: string[];
  /** Deploys the definition as machine `m` and starts an execution of it. Gives its ARN. */
  start(definition: object, input?: unknown, name?: string): Promise<string>;
  /** Lets time run until nothing is due, or the execution has ended. */
  finish(executionArn: string): Promise<sfn.DescribeExecutionOutput>;
  /** `type name` of every event. */
  story(executionArn: string): Promise<string[]>;
  call<Name extends keyof Handlers<typeof sfn>>(operation: Name, input: object): Promise<Answer<Name>>;
}

type Answer<Name extends keyof Handlers<typeof sfn>> = Awaited<ReturnType<NonNullable<Handlers<typeof sfn>[Name]>>>;

const functionArn = (name: string) => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
export const machineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:m';

export function createBench(functions: Functions = {}, store = openStore(), at = '2026-11-21T00:00:00Z'): Bench {
  const clock = new WorldClock(new Date(at));
  const world = createWorld(clock, store, 'seed');
  const invoked: string[] = [];
  const statusEvents: BusEvent[] = [];
  const tokens: string[] = [];
  world.subscribe(async (event) => void statusEvents.push(event));
  const machine = createStepFunctions(world, {
    async invoke(arn, payload) {
      const name = arn.split(':').at(-1) ?? '';
      invoked.push(name);
      if (name === 'park' && !functions.park) {
        tokens.push((payload as { token: string }).token);
        return null;
      }
      const run = functions[name];
      if (!run) throw Object.assign(new Error(`no function ${name}`), { name: 'Lambda.ResourceNotFoundException' });
      return run(payload as never);
    },
  });
  const caller = { account: '111122223333', principal: 'test', requestId: 'r' };

  const call: Bench['call'] = async (operation, input) => {
    const handler = machine.service.handlers[operation] as unknown as (input: object, caller: object) => never;
    return handler(input, caller);
  };

  return {
    world,
    clock,
    store,
    machine,
    invoked,
    statusEvents,
    tokens,
    call,
    async start(definition, input = {}, name) {
      const stateMachineArn = machine.putStateMachine({ name: 'm', definition });
      const started = await call('StartExecution', {
        stateMachineArn,
        input: JSON.stringify(input),
        ...(name && { name }),
      });
      await clock.quiet();
      return String(started.executionArn);
    },
    async finish(executionArn) {
      const describe = () => call('DescribeExecution', { executionArn });
      await clock.quiet();
      while ((await describe()).status === 'RUNNING' && (await clock.jump()));
      return describe();
    },
    async story(executionArn) {
      const { events = [] } = await call('GetExecutionHistory', { executionArn, maxResults: 1000 });
      return events.map((event) => {
        const name = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;
        return name ? `${event.type} ${name}` : String(event.type);
      });
    },
  };
}

/** A machine of JSONata states that run one after the other in the order given. */
export function chain(states: Record<string, object>, more: object = {}): object {
  const names = Object.keys(states);
  const linked = Object.entries(states).map(([name, state], index) => {
    const next = names[index + 1];
    const goesOn = !['Choice', 'Succeed', 'Fail'].includes((state as { Type: string }).Type) && !('Next' in state);
    return [name, goesOn ? { ...state, ...(next ? { Next: next } : { End: true }) } : state];
  });
  return { QueryLanguage: 'JSONata', StartAt: names[0], States: Object.fromEntries(linked), ...more };
}

export const task = (name: string, more: object = {}) => ({ Type: 'Task', Resource: functionArn(name), ...more });

/** A task that hands its token to the function `park` and waits for it. */
export const parked = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'park', Payload: { token: '{% $states.context.Task.Token %}' } },
  ...more,
});
