/**
 * What a state wants next. The rule kept here: deciding reads the frame and evaluates expressions, and changes nothing;
 * engine.ts records the move that comes out.
 */
import {
  type Flow,
  flowAt,
  type Leaving,
  languageOf,
  parseResource,
  processorOf,
  type State,
  stateIn,
} from './definition.ts';
import { dataLimitExceeded, errorOutput, exceedsPayload, type Failure, StateFailed } from './failure.ts';
import type { Calling, Frame } from './journal.ts';
import type { Evaluator } from './jsonata.ts';
import {
  createScene,
  evaluationFailure,
  expectType,
  failureOf,
  runtimeFailure,
  type Scene,
  type Standing,
  whileExecuting,
} from './scene.ts';
import { parseTimestamp } from './timestamp.ts';

/** A child of a Parallel or Map before it starts. */
export interface Child {
  flow: Frame['flow'];
  startAt: string;
  input: unknown;
  item?: { Index: number; Value: unknown };
}

export type Move =
  | { do: 'leave'; output: unknown; assigned: Record<string, unknown>; next?: string }
  | { do: 'wait'; until: number }
  | { do: 'call'; call: Omit<Calling, 'at' | 'scheduled'>; timeoutSeconds?: number; heartbeatSeconds?: number }
  | { do: 'fork'; children: Child[]; concurrency: number }
  | { do: 'fail'; failure: Failure };

export async function decide(evaluator: Evaluator, at: Standing): Promise<Move> {
  const state = stateIn(flowAt(at.definition, at.frame.flow), at.frame.state);
  const scene = createScene(evaluator, at, state);
  try {
    const move = await moveOf(scene);
    return move.do === 'leave' && exceedsPayload(move.output)
      ? { do: 'fail', failure: dataLimitExceeded(at.frame.state) }
      : move;
  } catch (error) {
    return { do: 'fail', failure: failureOf(scene, error) };
  }
}

async function moveOf(scene: Scene): Promise<Move> {
  const { state, frame } = scene;
  const { phase } = frame;
  if (phase.at === 'leaving') return leaveAfter(scene, phase.result);
  if (phase.at === 'catching') {
    const catcher = state.Catch?.[phase.catcher];
    if (!catcher) throw new Error(`${frame.state} has no catcher ${phase.catcher}`);
    const caught = errorOutput(phase.failure);
    return leave(scene, catcher, caught, { errorOutput: caught }, `Catch[${phase.catcher}]/`);
  }
  switch (state.Type) {
    case 'Pass':
      return leave(scene, state, 'Result' in state ? state.Result : frame.input);
    case 'Succeed':
      return leave(scene, state, frame.input);
    case 'Fail':
      return failOn(scene);
    case 'Choice':
      return choose(scene);
    case 'Wait':
      return wait(scene);
    case 'Task':
      return call(scene);
    case 'Parallel':
      return forkBranches(scene);
    case 'Map':
      return forkItems(scene);
    default:
      throw new Error(`unknown state type ${state.Type satisfies never}`);
  }
}

function leaveAfter(scene: Scene, result: unknown): Promise<Move> {
  const { state, frame } = scene;
  return state.Type === 'Wait' ? leave(scene, state, frame.input) : leave(scene, state, result, { result });
}

/** Assign and Output both see the variables as they were on entry. */
async function leave(
  { state, evaluate }: Scene,
  leaving: Leaving,
  otherwise: unknown,
  more: Record<string, unknown> = {},
  path = '',
): Promise<Move> {
  const assigned = (await evaluate(leaving.Assign ?? {}, `${path}Assign`, more)) as Record<string, unknown>;
  const output = 'Output' in leaving ? await evaluate(leaving.Output, `${path}Output`, more) : otherwise;
  const next = leaving.Next ?? (state.Type === 'Choice' ? state.Default : undefined);
  return { do: 'leave', output, assigned, ...(next !== undefined && { next }) };
}

async function failOn({ state, evaluate }: Scene): Promise<Move> {
  const text = async (field: 'Error' | 'Cause') =>
    state[field] === undefined ? undefined : String(await evaluate(state[field], field));
  return { do: 'fail', failure: { error: await text('Error'), cause: await text('Cause') } };
}

async function choose(scene: Scene): Promise<Move> {
  const { state, frame } = scene;
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    const field = `Choices[${index}]/Condition`;
    const met = expectType('boolean', rule.Condition, await scene.evaluate(rule.Condition, field), field);
    if (met) return leave(scene, rule, frame.input, {}, `Choices[${index}]/`);
  }
  if (state.Default === undefined) {
    throw new StateFailed({
      error: 'States.NoChoiceMatched',
      cause: whileExecuting(frame, 'No choice rule matched and there is no Default.'),
    });
  }
  return leave(scene, state, frame.input);
}

async function wait(scene: Scene): Promise<Move> {
  const { state, frame, now } = scene;
  const until = state.Timestamp === undefined ? now + (await seconds(scene, 'Seconds')) * 1000 : await timestamp(scene);
  return until <= now ? leave(scene, state, frame.input) : { do: 'wait', until };
}

async function timestamp({ state, frame, evaluate }: Scene): Promise<number> {
  const text = String(await evaluate(state.Timestamp, 'Timestamp'));
  const until = parseTimestamp(text);
  if (!Number.isNaN(until)) return until;
  const message = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
  throw new StateFailed(evaluationFailure(frame, message, 'Timestamp', true));
}

async function seconds(scene: Scene, field: 'Seconds' | 'TimeoutSeconds' | 'HeartbeatSeconds'): Promise<number> {
  const template = scene.state[field];
  return expectType('number', template, await scene.evaluate(template, field), field);
}

async function call(scene: Scene): Promise<Move> {
  const { state, frame, now } = scene;
  const resource = state.Resource ?? '';
  const parsed = parseResource(resource);
  if (parsed?.kind === 'activity') throw runtimeFailure(frame, `The activity ${resource} does not exist.`);
  if (!parsed) throw runtimeFailure(frame, `The local engine has no integration for the resource ${resource}.`);
  const token = parsed.callback ? scene.newToken() : undefined;
  const more = token === undefined ? {} : { context: { Task: { Token: token } } };
  const input = 'Arguments' in state ? await scene.evaluate(state.Arguments, 'Arguments', more) : frame.input;
  const timeoutSeconds = state.TimeoutSeconds === undefined ? undefined : await seconds(scene, 'TimeoutSeconds');
  const heartbeatSeconds = state.HeartbeatSeconds === undefined ? undefined : await seconds(scene, 'HeartbeatSeconds');
  if (exceedsPayload(input)) throw new StateFailed(dataLimitExceeded(frame.state));
  return {
    do: 'call',
    call: {
      resource,
      input,
      ...(token !== undefined && { token }),
      ...(timeoutSeconds !== undefined && { deadline: now + timeoutSeconds * 1000 }),
      ...(heartbeatSeconds !== undefined && {
        heartbeat: { everyMs: heartbeatSeconds * 1000, deadline: now + heartbeatSeconds * 1000 },
      }),
    },
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
  };
}

async function forkBranches({ state, frame, evaluate }: Scene): Promise<Move> {
  const input = 'Arguments' in state ? await evaluate(state.Arguments, 'Arguments') : frame.input;
  const children = (state.Branches ?? []).map((branch, index) => ({
    flow: [...frame.flow, frame.state, index],
    startAt: branch.StartAt,
    input,
    ...(frame.item && { item: frame.item }),
  }));
  return { do: 'fork', children, concurrency: children.length };
}

/** Iterations of an inline Map that may run at once; 0 means as many as there may be. Source: developer guide, Map state. */
const MAP_CONCURRENCY = 40;

async function forkItems(scene: Scene): Promise<Move> {
  const { state, frame, evaluate } = scene;
  const items = await itemsOf(scene);
  const concurrency =
    state.MaxConcurrency === undefined
      ? 0
      : expectType(
          'number',
          state.MaxConcurrency,
          await evaluate(state.MaxConcurrency, 'MaxConcurrency'),
          'MaxConcurrency',
        );
  const children: Child[] = [];
  for (const [Index, Value] of items.entries()) {
    const item = { Index, Value };
    const input =
      'ItemSelector' in state
        ? await evaluate(state.ItemSelector, 'ItemSelector', { context: { Map: { Item: item } } })
        : Value;
    children.push({ flow: [...frame.flow, frame.state], startAt: processor(state).StartAt, input, item });
  }
  return { do: 'fork', children, concurrency: concurrency || MAP_CONCURRENCY };
}

function processor(state: State): Flow {
  const flow = processorOf(state);
  if (!flow) throw new Error('a Map without a processor passed the lint');
  return flow;
}

async function itemsOf(scene: Scene): Promise<unknown[]> {
  const { state, frame, definition } = scene;
  if ('Items' in state) return expectType('array', state.Items, await scene.evaluate(state.Items, 'Items'), 'Items');
  if (Array.isArray(frame.input)) return frame.input;
  if (languageOf(definition, state) === 'JSONPath')
    throw runtimeFailure(frame, 'Reference path "$" must point to array.');
  const message = `Map state input must be an array but was: ${JSON.stringify(frame.input)}`;
  throw new StateFailed(evaluationFailure(frame, message));
}
