/**
 * Replays one recorded execution or definition check in the local Step Functions engine, under virtual time, with the
 * recorded answers as its tasks. The rule kept here: what the engine refuses is a difference.
 */
import type * as sfn from '@aws-sdk/client-sfn';
import { StateFailed } from '../local/aws/states/failure.ts';
import { type Perform, type StepFunctions, stepFunctionsOver } from '../local/aws/states/service.ts';
import { WorldClock } from '../local/clock.ts';
import { openStore } from '../local/store.ts';
import { createWorld, type World } from '../local/world.ts';
import { alike, compare, type Ran, type Recorded, type RecordedEvent, short } from './asl-comparison.ts';

/** One answer of the mocked task, for one call. */
interface Answer {
  output?: unknown;
  error?: string;
  cause?: string;
  failed?: true;
  timeout?: true;
  submitted?: unknown;
}

interface ExecutionCase extends Recorded {
  kind: 'execution';
  id: string;
  type: 'STANDARD' | 'EXPRESS';
  definition: object;
  input: unknown;
  run: { account?: string; roleArn?: string; stateMachineName?: string; executionName?: string };
  lambda?: Record<string, Answer[]>;
  activity?: Record<string, Answer[]>;
  services?: Record<string, Answer[]>;
  actions?: Record<string, unknown>[];
}

interface ValidationCase {
  kind: 'validation';
  id: string;
  api: string;
  type: 'STANDARD' | 'EXPRESS';
  definition?: object;
  definition_text?: string;
  execution_input_text?: string;
  expect: { accepted: boolean; error?: string; message?: string; result?: string; diagnostics?: unknown[]; truncated?: boolean };
}

export type Case = ExecutionCase | ValidationCase;

/** Differences between what AWS did and what the engine does; none means that the case passes. */
export async function replay(recorded: Case, strict: boolean): Promise<string[]> {
  const clock = new WorldClock(new Date('2026-11-21T00:00:00Z'));
  const store = openStore();
  const world = createWorld(clock, store, recorded.id);
  try {
    if (recorded.kind === 'validation')
      return await check(recorded, operate(stepFunctionsOver(world, noTasks)), strict);
    return compare(recorded, await run(recorded, world), strict);
  } catch (error) {
    return [`refused: ${(error as Error).name}: ${(error as Error).message}`];
  } finally {
    clock.stop();
    store.close();
  }
}

const noTasks: Perform = async ({ resource }) => {
  throw new Error(`a definition check called ${resource}`);
};

/** Calls an operation the way the endpoint does. */
type Operate = <Output>(operation: string, input: object, account?: string) => Promise<Output>;

function operate({ service }: StepFunctions): Operate {
  const handlers = service.handlers as Record<string, ((input: object, caller: object) => unknown) | undefined>;
  return async <Output>(operation: string, input: object, account = '111111111111') => {
    const handler = handlers[operation];
    if (!handler) throw new Error(`${operation} is not simulated`);
    return (await handler(input, { account, principal: 'replay', requestId: 'replay' })) as Output;
  };
}

const ROLE = 'arn:aws:iam::111111111111:role/replay';

async function run(recorded: ExecutionCase, world: World): Promise<Ran> {
  const { account, roleArn = ROLE, stateMachineName = 'machine', executionName } = recorded.run;
  const machine = stepFunctionsOver(
    world,
    mocked(recorded, world, (operation, input) => call(operation, input, account)),
  );
  const call = operate(machine);
  const { stateMachineArn } = await call<sfn.CreateStateMachineOutput>(
    'CreateStateMachine',
    { name: stateMachineName, definition: JSON.stringify(recorded.definition), roleArn, type: recorded.type },
    account,
  );
  const start = {
    stateMachineArn,
    input: JSON.stringify(recorded.input),
    ...(executionName && { name: executionName }),
  };
  const { executionArn } = await call<sfn.StartExecutionOutput>('StartExecution', start, account);
  await world.clock.quiet();
  for (const action of recorded.actions ?? []) await act(action, executionArn, call);
  const describe = () => call<sfn.DescribeExecutionOutput>('DescribeExecution', { executionArn });
  while ((await describe()).status === 'RUNNING' && (await world.clock.jump()));
  const { status, output, error, cause } = await describe();
  const history: sfn.HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: 1000, nextToken };
    const page = await call<sfn.GetExecutionHistoryOutput>('GetExecutionHistory', input);
    history.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return {
    status: String(status),
    ...(output !== undefined && { output: JSON.parse(output) }),
    error,
    cause,
    events: history.map(normal),
  };
}

/** An API call that was made while the execution ran, on that execution. */
async function act(action: Record<string, unknown>, executionArn: string | undefined, call: Operate): Promise<void> {
  const operation = String(action.api ?? action.operation ?? action.action);
  const { error, cause } = (action.parameters ?? action.params ?? action.input ?? action) as Record<string, unknown>;
  await call(operation, { executionArn, error, cause });
}

/** Each task answers from the recording, in order; what must stay silent sleeps longer than any time-out. */
function mocked(recorded: ExecutionCase, world: World, call: Operate): Perform {
  const answers = structuredClone({ ...recorded.services, ...recorded.activity, ...recorded.lambda });
  const YEAR_MS = 366 * 86_400_000; // no execution lasts longer
  return async ({ state, token }) => {
    const answer = answers[state]?.shift();
    if (!answer)
      throw new StateFailed({ error: 'Replay.NoAnswer', cause: `the recording has no further answer for ${state}` });
    if (token !== undefined && !answer.timeout) {
      const back = () =>
        'output' in answer
          ? call('SendTaskSuccess', { taskToken: token, output: JSON.stringify(answer.output) })
          : call('SendTaskFailure', { taskToken: token, error: answer.error, cause: answer.cause });
      world.clock.at(new Date(world.clock.now().getTime() + 1), 'callback', back);
      return answer.submitted ?? {};
    }
    if (answer.timeout) await world.clock.pause(YEAR_MS);
    if ('output' in answer) return answer.output;
    throw new StateFailed({ error: answer.error, cause: answer.cause });
  };
}

/** JSON texts parsed, time and role dropped, as the recordings are kept. */
function normal({ timestamp: _dropped, ...event }: sfn.HistoryEvent): RecordedEvent {
  const members = Object.entries(event).map(([name, value]) => {
    if (!name.endsWith('EventDetails')) return [name, value];
    const details = Object.entries(value as Record<string, unknown>)
      .filter(([field]) => field !== 'roleArn')
      .map(([field, content]) => [field, parsedField(field, content)]);
    return [name, Object.fromEntries(details)];
  });
  return Object.fromEntries(members) as RecordedEvent;
}

function parsedField(field: string, content: unknown): unknown {
  if (['input', 'output', 'parameters'].includes(field)) return JSON.parse(String(content));
  if (field !== 'assignedVariables') return content;
  return Object.fromEntries(
    Object.entries(content as Record<string, string>).map(([name, text]) => [name, JSON.parse(text)]),
  );
}

async function check(recorded: ValidationCase, call: Operate, strict: boolean): Promise<string[]> {
  const { api, type, expect } = recorded;
  const definition = recorded.definition_text ?? JSON.stringify(recorded.definition);
  const create = (text: string) =>
    call<sfn.CreateStateMachineOutput>('CreateStateMachine', {
      name: 'machine',
      definition: text,
      roleArn: ROLE,
      type,
    });
  const attempts: Record<string, () => Promise<unknown>> = {
    CreateStateMachine: () => create(definition),
    ValidateStateMachineDefinition: () => call(api, { definition, type }),
    UpdateStateMachine: async () => {
      const { stateMachineArn } = await create('{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}');
      return call(api, { stateMachineArn, definition });
    },
    StartExecution: async () => {
      const { stateMachineArn } = await create(definition);
      return call(api, { stateMachineArn, input: recorded.execution_input_text });
    },
  };
  const attempt = attempts[api];
  if (!attempt) return [`${api} is not simulated`];
  const outcome: { value?: unknown; error?: Error } = await attempt().then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  const found: string[] = [];
  const same = (what: string, is: unknown, shouldBe: unknown) => {
    if (shouldBe !== undefined && !alike(shouldBe, is, []))
      found.push(`${what}: ${short(is)} instead of ${short(shouldBe)}`);
  };
  if (api === 'ValidateStateMachineDefinition') {
    const { result, diagnostics, truncated } = outcome.value as sfn.ValidateStateMachineDefinitionOutput;
    same('result', result, expect.result);
    same('truncated', truncated, expect.truncated);
    if (strict) same('diagnostics', diagnostics, expect.diagnostics);
    return found;
  }
  same('accepted', outcome.error === undefined, expect.accepted);
  same('error', outcome.error?.name, expect.error);
  if (strict) same('message', outcome.error?.message, expect.message);
  else if (found.length > 0 && outcome.error) found.push(outcome.error.message);
  return found;
}
