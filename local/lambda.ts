/**
 * Lambda: runs the very functions that are deployed, each with exactly the variables that its row of topology names, so that
 * a missing one fails here too. Payloads pass as JSON both ways; errors keep their names. A function meets the faults that are
 * set for the service `lambda` and its name.
 */
import { join } from 'node:path';
import { FIGURE_NAMESPACE, type FigureName } from '../core/figures.ts';
import { FUNCTIONS, type FunctionName, type FunctionRow, type LocalVariable, type Variable } from '../core/topology.ts';
import type { Publish } from '../lambdas/clients/figures.ts';
import type { Create, Handler } from '../lambdas/runtime.ts';
import { crash, createFaults, type Fault } from './aws/faults.ts';
import { OUR_ACCOUNT, REGION, type World } from './world.ts';

export type Variables = Readonly<Record<Variable, string>>;

export interface Lambdas {
  invoke(functionArn: string, payload: unknown): Promise<unknown>;
  /** Ends what runs of a function now, as when its sandbox is lost: those who wait for it learn that, and no more. */
  kill(name: string): void;
  /** Calls back after each invocation. */
  onInvoked(listener: Listener): void;
}

/** `answer` is undefined where the function threw. */
export type Listener = (name: FunctionName, payload: unknown, answer: unknown) => void;

export function functionArn(name: FunctionName): string {
  return `arn:aws:lambda:${REGION}:${OUR_ACCOUNT}:function:${name}`;
}

export function createLambdas(
  world: World,
  variables: () => Variables,
  endpoints: Readonly<Record<LocalVariable, string>>,
  /** Callers live in the machine's time, whatever the world's is. */
  doorTime: () => Date = () => new Date(),
): Lambdas {
  const handlers = new Map<FunctionName, Promise<Handler>>();
  const listeners: Listener[] = [];
  const deaths = new Set<{ name: string; die(error: Error): void }>();
  const faults = createFaults(world);
  const machine = {
    now: () => world.clock.now(),
    doorTime,
    pause: (ms: number) => world.clock.pause(ms),
    randomHex: (length: number) => world.random.hex(length),
  };

  const publish: Publish = (figures) => {
    for (const name of Object.keys(figures) as FigureName[])
      world.measure({ of: FIGURE_NAMESPACE, name }, figures[name] ?? 0);
  };

  async function load(name: FunctionName): Promise<Handler> {
    const row: FunctionRow = FUNCTIONS[name];
    const { create } = (await import(join(import.meta.dirname, '..', row.entry))) as { create: Create };
    return create(environment(name, row), machine, publish);
  }

  /** AWS sets region and credentials by itself; the access key tells the simulators which function calls. */
  function environment(name: FunctionName, row: FunctionRow): Record<string, string> {
    const all = variables();
    const own = Object.fromEntries(row.variables.map((variable) => [variable, all[variable]]));
    const aws = { AWS_REGION: REGION, AWS_ACCESS_KEY_ID: name, AWS_SECRET_ACCESS_KEY: 'simulated' };
    return { ...own, ...endpoints, ...aws, LOG_LEVEL: 'SILENT' };
  }

  return {
    async invoke(arn, payload) {
      const name = arn.slice(arn.lastIndexOf(':') + 1) as FunctionName;
      if (!(name in FUNCTIONS))
        throw Object.assign(new Error(`Function not found: ${arn}`), { name: 'Lambda.ResourceNotFoundException' });
      const handler = handlers.get(name) ?? load(name);
      handlers.set(name, handler);
      let answer: unknown;
      const { promise: killed, reject: die } = Promise.withResolvers<never>();
      const death = { name, die };
      deaths.add(death);
      try {
        const work = async () => asJson(await (await handler)(asJson(payload)));
        const run = () => Promise.race([work(), killed]);
        answer = await world.clock.run(() => runUnder(faults.take('lambda', name, name), run, machine.pause), name);
        return answer;
      } catch (error) {
        if (isThrottled(error)) world.measure({ of: 'AWS/Lambda', name: 'Throttles' }, 1);
        throw error;
      } finally {
        deaths.delete(death);
        for (const listener of listeners) listener(name, payload, answer);
      }
    },
    kill(killed) {
      for (const { name, die } of deaths) if (name === killed) die(sandboxLost());
    },
    onInvoked: (listener) => void listeners.push(listener),
  };
}

/** Lambda runs no more functions at once for this account; Step Functions puts `Lambda.` before its name. */
function isThrottled(error: unknown): boolean {
  return /^(Lambda\.)?TooManyRequestsException$/.test((error as Error).name);
}

function asJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

/** A lost answer is what Step Functions calls `Lambda.SdkClientException`: whether the function ran, nobody knows. */
async function runUnder<T>(
  fault: Fault | undefined,
  run: () => Promise<T>,
  pause: (ms: number) => Promise<void>,
): Promise<T> {
  switch (fault?.kind) {
    case undefined:
      return run();
    case 'refuse':
      throw Object.assign(new Error(fault.message), { name: fault.error });
    case 'delay':
      await pause(fault.ms);
      return run();
    case 'drop':
      throw lostAnswer();
    case 'repeat':
      await run();
      return run();
    case 'lose':
      await run();
      throw lostAnswer();
    case 'kill':
      if (fault.when === 'after') await run();
      throw sandboxLost();
    case 'crash':
      if (fault.when === 'after') await run();
      return crash();
  }
}

/** As Lambda tells of a runtime that was killed, for want of memory or at its time-out. */
function sandboxLost(): Error {
  return Object.assign(new Error('Error: Runtime exited with error: signal: killed'), { name: 'Runtime.ExitError' });
}

function lostAnswer(): Error {
  return Object.assign(new Error('The connection was lost'), { name: 'Lambda.SdkClientException' });
}
