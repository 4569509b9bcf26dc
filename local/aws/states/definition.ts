/**
 * A state machine definition in Amazon States Language, as far as the engine reads it. Source: the ASL specification
 * (states-language.net) and the Step Functions developer guide. The rule kept here: a definition is data that lint.ts has
 * already judged; nothing in this file throws for a bad one.
 */

/** Either a constant or text `{% … %}` that yields a value of the type at run time. */
export type Evaluated<T> = T | string;

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxAttempts?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

/** What a state, a choice rule or a catcher says about leaving: variables to set and the output to pass on. */
export interface Leaving {
  Assign?: Record<string, unknown>;
  Output?: unknown;
  Next?: string;
}

export interface Catcher extends Leaving {
  ErrorEquals: string[];
  Next: string;
}

export interface ChoiceRule extends Leaving {
  Condition: Evaluated<boolean>;
  Next: string;
}

export interface State extends Leaving {
  Type: 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Parallel' | 'Map' | 'Succeed' | 'Fail';
  QueryLanguage?: QueryLanguage;
  End?: boolean;
  Result?: unknown;
  Resource?: string;
  Arguments?: unknown;
  TimeoutSeconds?: Evaluated<number>;
  HeartbeatSeconds?: Evaluated<number>;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Choices?: ChoiceRule[];
  Default?: string;
  Seconds?: Evaluated<number>;
  Timestamp?: string;
  Branches?: Flow[];
  Items?: unknown;
  ItemSelector?: unknown;
  MaxConcurrency?: Evaluated<number>;
  ItemProcessor?: Flow;
  /** The older name of ItemProcessor. */
  Iterator?: Flow;
  Error?: string;
  Cause?: string;
}

export type QueryLanguage = 'JSONata' | 'JSONPath';

/** States with a start: the machine itself, a branch of a Parallel, the processor of a Map. */
export interface Flow {
  StartAt: string;
  States: Record<string, State>;
}

export interface Definition extends Flow {
  QueryLanguage?: QueryLanguage;
  TimeoutSeconds?: number;
}

/** Way from the machine to an inner flow: a Parallel's name and branch number, or a Map's name, for each level. */
export type FlowPath = readonly (string | number)[];

/** The flow at that path. Throws when the definition has none: the journal and the definition do not belong together. */
export function flowAt(definition: Definition, path: FlowPath): Flow {
  let flow: Flow = definition;
  for (let at = 0; at < path.length; at++) {
    const state = stateIn(flow, String(path[at]));
    const inner = state.Type === 'Map' ? processorOf(state) : state.Branches?.[Number(path[++at])];
    if (!inner) throw new Error(`the definition has no flow at ${path.join('/')}`);
    flow = inner;
  }
  return flow;
}

export function stateIn(flow: Flow, name: string): State {
  const state = flow.States[name];
  if (!state) throw new Error(`the definition has no state ${name}`);
  return state;
}

export function processorOf(map: State): Flow | undefined {
  return map.ItemProcessor ?? map.Iterator;
}

export function languageOf(definition: Definition, state: State): QueryLanguage {
  return state.QueryLanguage ?? definition.QueryLanguage ?? 'JSONPath';
}

/** What a Task's Resource asks for; undefined when the engine has no such integration. */
export interface TaskResource {
  kind: 'lambda-function' | 'lambda-invoke' | 'activity';
  /** `.waitForTaskToken`: the task ends when its token comes back. */
  callback: boolean;
}

export function parseResource(resource: string): TaskResource | undefined {
  if (/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(resource)) {
    return { kind: 'lambda-function', callback: false };
  }
  if (/^arn:aws:states:[a-z0-9-]+:\d{12}:activity:/.test(resource)) return { kind: 'activity', callback: false };
  const invoke = /^arn:aws:states:::lambda:invoke(\.waitForTaskToken)?$/.exec(resource);
  return invoke ? { kind: 'lambda-invoke', callback: invoke[1] !== undefined } : undefined;
}

/** Every field of a state, its choice rules and catchers that may hold expressions; inner flows are not entered. */
export function expressionsOf(state: State): { template: unknown; field: string }[] {
  const own = [
    'Assign',
    'Output',
    'Arguments',
    'Items',
    'ItemSelector',
    'MaxConcurrency',
    'Seconds',
    'Timestamp',
    'TimeoutSeconds',
  ]
    .concat('HeartbeatSeconds', 'Error', 'Cause')
    .map((field) => ({ template: state[field as keyof State], field }));
  const within = (list: readonly object[] | undefined, name: string) =>
    (list ?? []).flatMap((entry, index) =>
      Object.entries(entry)
        .filter(([field]) => ['Condition', 'Assign', 'Output'].includes(field))
        .map(([field, template]) => ({ template, field: `${name}[${index}]/${field}` })),
    );
  return [...own, ...within(state.Choices, 'Choices'), ...within(state.Catch, 'Catch')].filter(
    ({ template }) => template !== undefined,
  );
}
