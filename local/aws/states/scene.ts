/**
 * What a decision sees: the state, its place in the execution, and a way to evaluate templates with `$states` and the
 * variables bound; and how its failures are worded. The rule kept here: nothing in a scene can be changed.
 */
import { type Definition, languageOf, type State } from './definition.ts';
import { type Failure, StateFailed } from './failure.ts';
import type { Execution, Frame, Machine } from './journal.ts';
import { EvaluationError, type Evaluator, expressionIn } from './jsonata.ts';

/** All that a decision may look at. */
export interface Standing {
  definition: Definition;
  machine: Machine;
  execution: Execution;
  frame: Frame;
  /** Variables in sight: the frame's own over those of the flows around it. */
  variables: Record<string, unknown>;
  /** World time in milliseconds. */
  now: number;
  newToken(): string;
}

export interface Scene extends Standing {
  state: State;
  /** The value of a template; `more` adds to `$states`. */
  evaluate(template: unknown, field: string, more?: Record<string, unknown>): Promise<unknown>;
}

export function createScene(evaluator: Evaluator, at: Standing, state: State): Scene {
  const literal = languageOf(at.definition, state) === 'JSONPath';
  const around = literal ? {} : contextOf(at);
  return {
    ...at,
    state,
    evaluate: async (template, field, more = {}) => {
      if (literal) return template;
      const context = { ...around, ...(more.context as object | undefined) };
      return evaluator.evaluate(template, field, {
        ...at.variables,
        states: { input: at.frame.input, ...more, context },
      });
    },
  };
}

/** The context object. Source: developer guide, "Accessing execution data from the Context object". */
function contextOf({ execution, machine, frame }: Standing): Record<string, unknown> {
  const time = (ms: number) => new Date(ms).toISOString();
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: machine.roleArn,
      StartTime: time(execution.startedAt),
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt !== undefined && { RedriveTime: time(execution.redrivenAt) }),
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: {
      Name: frame.state,
      EnteredTime: time(frame.entered.at),
      RetryCount: frame.retries.reduce((sum, count) => sum + count, 0),
    },
    ...(frame.item && { Map: { Item: frame.item } }),
  };
}

export function failureOf({ frame }: Scene, error: unknown): Failure {
  if (error instanceof StateFailed) return error.failure;
  if (error instanceof EvaluationError) return evaluationFailure(frame, error.message, error.location);
  throw error;
}

/** The words that AWS puts before what went wrong inside a state. */
export function whileExecuting(frame: Frame, message: string): string {
  return `An error occurred while executing the state '${frame.state}' (entered at the event id #${frame.entered.event}). ${message}`;
}

export function evaluationFailure(frame: Frame, message: string, location?: string, afterEntry = false): Failure {
  return {
    error: 'States.QueryEvaluationError',
    cause: whileExecuting(frame, message),
    evaluation: { location, afterEntry: afterEntry || frame.phase.at !== 'entered' },
  };
}

export function runtimeFailure(frame: Frame, message: string): StateFailed {
  return new StateFailed({ error: 'States.Runtime', cause: whileExecuting(frame, message) });
}

interface Types {
  boolean: boolean;
  number: number;
  array: unknown[];
}

export function expectType<T extends keyof Types>(type: T, template: unknown, value: unknown, field: string): Types[T] {
  const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (actual === type) return value as Types[T];
  const source = expressionIn(template) ?? JSON.stringify(template);
  throw new EvaluationError(
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${type}', but was '${actual}' for value: ${JSON.stringify(value)}`,
    field,
  );
}
