/**
 * Lambda: runs the very functions that are deployed, each with exactly the variables that its row of topology names, so that
 * a missing one fails here too. Payloads pass as JSON both ways; errors keep their names. A function meets the faults that are
 * set for the service `lambda` and its name.
 */
import { join } from 'node:path';
import { FIGURE_NAMESPACE, type FigureName } from '../core/figures.ts';
import { FUNCTIONS, type FunctionName, type FunctionRow, type LocalVariable, type Variable } from '../core/topology.ts';
import type { Publish } from '../lambdas/clients/figures.ts';
import { type Create, deployed, type Handler } from '../lambdas/runtime.ts';
import { crash, createFaults, type Fault } from './aws/faults.ts';
import { OUR_ACCOUNT, REGION, type World } from './world.ts';

export type Variables = Readonly<Record<Variable, string>>;

export interface Lambdas {
  invoke(functionArn: string, payload: unknown): Promise<unknown>;
  /** Ends a sandbox, and the function in it: whoever waits for it learns that, and no more. */
  kill(sandbox: string): void;
  /** Calls back after each invocation. */
  onInvoked(listener: Listener): void;
}

/** A process with one function in it, which does one invocation at a time; it bears its name as its session token. */
interface Sandbox {
  name: string;
  handler: Promise<Handler>;
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
  const idle = new Map<FunctionName, Sandbox[]>();
  let made = 0;
  const listeners: Listener[] = [];
  /** Of the sandboxes at work. */
  const deaths = new Map<string, (error: Error) => void>();
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

  function make(name: FunctionName): Sandbox {
    const sandbox = `${name}-${++made}`;
    return { name: sandbox, handler: load(name, sandbox) };
  }

  async function load(name: FunctionName, sandbox: string): Promise<Handler> {
    const row: FunctionRow = FUNCTIONS[name];
    const { create } = (await import(join(import.meta.dirname, '..', row.entry))) as { create: Create };
    return deployed(create)(environment(name, row, sandbox), machine, publish);
  }

  /** AWS sets region and credentials by itself; the access key tells the simulators which function calls. */
  function environment(name: FunctionName, row: FunctionRow, sandbox: string): Record<string, string> {
    const all = variables();
    const own = Object.fromEntries(row.variables.map((variable) => [variable, all[variable]]));
    const keys = { AWS_ACCESS_KEY_ID: name, AWS_SECRET_ACCESS_KEY: 'simulated', AWS_SESSION_TOKEN: sandbox };
    return { ...own, ...endpoints, AWS_REGION: REGION, ...keys, LOG_LEVEL: 'SILENT' };
  }

  return {
    async invoke(arn, payload) {
      const name = arn.slice(arn.lastIndexOf(':') + 1) as FunctionName;
      if (!(name in FUNCTIONS))
        throw Object.assign(new Error(`Function not found: ${arn}`), { name: 'Lambda.ResourceNotFoundException' });
      const sandbox = idle.get(name)?.pop() ?? make(name);
      let answer: unknown;
      let isLost = false;
      const { promise: killed, reject: die } = Promise.withResolvers<never>();
      deaths.set(sandbox.name, die);
      try {
        const work = async () => asJson(await (await sandbox.handler)(asJson(payload)));
        const run = () => Promise.race([work(), killed]);
        const fault = faults.take('lambda', name, name);
        answer = await world.clock.run(() => runUnder(fault, run, machine.pause), sandbox.name);
        return answer;
      } catch (error) {
        isLost = (error as Error).name === LOST;
        if (isThrottled(error)) world.measure({ of: 'AWS/Lambda', name: 'Throttles' }, 1);
        throw error;
      } finally {
        deaths.delete(sandbox.name);
        if (!isLost) idle.set(name, [...(idle.get(name) ?? []), sandbox]);
        for (const listener of listeners) listener(name, payload, answer);
      }
    },
    kill: (sandbox) => deaths.get(sandbox)?.(sandboxLost()),
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

const LOST = 'Runtime.ExitError';

/** As Lambda tells of a runtime that was killed, for want of memory or at its time-out. */
function sandboxLost(): Error {
  return Object.assign(new Error('Error: Runtime exited with error: signal: killed'), { name: LOST });
}

function lostAnswer(): Error {
  return Object.assign(new Error('The connection was lost'), { name: 'Lambda.SdkClientException' });
}
