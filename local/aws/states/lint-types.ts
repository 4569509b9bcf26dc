/**
 * The lint of what one type of state asks for: its values, handlers and expressions. The rule kept here: only this state is
 * looked at, never another.
 */
import {
  type Catcher,
  expressionsOf,
  type Flow,
  parseResource,
  processorOf,
  type QueryLanguage,
  type Retrier,
  type State,
} from './definition.ts';
import { compile, expressionIn } from './jsonata.ts';
import type { Report } from './lint-report.ts';
import { parseTimestamp } from './timestamp.ts';

/** Judges what the state's type asks for, beside its fields and transitions. */
export function lintByType(state: State, path: string, language: QueryLanguage, type: string, report: Report): void {
  for (const [index, retrier] of (state.Retry ?? []).entries()) lintRetrier(retrier, `${path}/Retry[${index}]`, report);
  for (const field of ['Retry', 'Catch'] as const) lintErrorNames(state[field] ?? [], `${path}/${field}`, report);
  for (const [index, catcher] of (state.Catch ?? []).entries()) lintCatcher(catcher, `${path}/Catch[${index}]`, report);
  if (language === 'JSONata') lintExpressions(state, path, report);
  if (state.Type === 'Task') lintTask(state, path, type, report);
  if (state.Type === 'Wait') lintWait(state, path, report);
  if (state.Type === 'Choice') lintChoice(state, path, language, report);
  if (state.Type === 'Map') lintMap(state, path, report);
}

function lintRetrier(retrier: Retrier, path: string, report: Report): void {
  const atLeast = (field: 'IntervalSeconds' | 'BackoffRate' | 'MaxAttempts' | 'MaxDelaySeconds', least: number) => {
    const value = retrier[field];
    if (value !== undefined && !(value >= least)) report(`${path}/${field}`, `The value must be at least ${least}`);
  };
  atLeast('IntervalSeconds', 1);
  atLeast('BackoffRate', 1);
  atLeast('MaxAttempts', 0);
  atLeast('MaxDelaySeconds', 1);
  if (retrier.JitterStrategy !== undefined && !['FULL', 'NONE'].includes(retrier.JitterStrategy)) {
    report(`${path}/JitterStrategy`, 'The value must be one of [FULL, NONE]');
  }
}

function lintErrorNames(handlers: readonly (Retrier | Catcher)[], path: string, report: Report): void {
  for (const [index, { ErrorEquals }] of handlers.entries()) {
    const location = `${path}[${index}]`;
    if (!Array.isArray(ErrorEquals) || ErrorEquals.length === 0) {
      report(location, "The field 'ErrorEquals' is required and must name at least one error");
    } else if (ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || index < handlers.length - 1)) {
      report(`${location}/ErrorEquals`, 'States.ALL must stand alone and in the last place');
    }
  }
}

function lintCatcher(catcher: Catcher, path: string, report: Report): void {
  if (typeof catcher.Next !== 'string') report(path, "The field 'Next' is required but was missing");
  for (const field of Object.keys(catcher)) {
    if (field === 'ResultPath')
      report(path, "The local engine runs JSONata; the field 'ResultPath' is refused", 'NOT_SIMULATED');
    else if (!['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment'].includes(field)) {
      report(path, `The field '${field}' is not supported by Step Functions`);
    }
  }
}

function lintExpressions(state: State, path: string, report: Report): void {
  for (const { template, field } of expressionsOf(state)) {
    for (const { source, at } of sourcesIn(template, `${path}/${field}`, report)) {
      try {
        compile(source);
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        report(at, `Invalid JSONata expression: ${code}: ${message}`);
        continue;
      }
      if (/\$eval\s*\(/.test(source)) report(at, 'The JSONata function $eval is not supported; use $parse');
      if (/\$states\.result\b/.test(source) && !/^(Assign|Output)$/.test(field))
        report(at, '$states.result is not defined here');
      if (/\$states\.errorOutput\b/.test(source) && !field.startsWith('Catch'))
        report(at, '$states.errorOutput is not defined here');
    }
  }
}

/** Every expression in a template, with its place. A key `name.$` is JSONPath's way to say that its value is one. */
function* sourcesIn(template: unknown, at: string, report: Report): Generator<{ source: string; at: string }> {
  const source = expressionIn(template);
  if (source !== undefined) yield { source, at };
  else if (Array.isArray(template)) {
    for (const [index, item] of template.entries()) yield* sourcesIn(item, `${at}[${index}]`, report);
  } else if (template !== null && typeof template === 'object') {
    for (const [key, member] of Object.entries(template)) {
      if (key.endsWith('.$')) report(at, `The key '${key}' belongs to JSONPath`);
      yield* sourcesIn(member, `${at}/${key}`, report);
    }
  }
}

function lintTask(state: State, path: string, type: string, report: Report): void {
  const resource = state.Resource ?? '';
  const parsed = parseResource(resource);
  if (type === 'EXPRESS' && parsed?.kind === 'activity') {
    report(`${path}/Resource`, 'Express state machine does not support Activity ARN');
  }
  if (type === 'EXPRESS' && parsed?.callback) {
    report(`${path}/Resource`, "Express state machine does not support '.waitForTaskToken' service integration");
  }
  if (!resource.startsWith('arn:')) report(`${path}/Resource`, 'Value is not a valid resource ARN');
  else if (!parsed || parsed.kind === 'activity') {
    report(`${path}/Resource`, `The local engine has no integration for ${resource}`, 'NOT_SIMULATED', 'WARNING');
  }
  const { Credentials } = state as { Credentials?: { RoleArn?: string } };
  if (Credentials && Credentials.RoleArn === undefined) {
    report(`${path}/Credentials`, "The field 'RoleArn' is required but was missing");
  }
  if (parsed?.callback && !JSON.stringify(state.Arguments ?? '').includes('$states.context')) {
    report(path, 'A .waitForTaskToken task must pass $states.context.Task.Token in its Arguments');
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report(`${path}/HeartbeatSeconds`, 'HeartbeatSeconds must be smaller than TimeoutSeconds');
  }
}

function lintWait(state: State, path: string, report: Report): void {
  if ('Seconds' in state === 'Timestamp' in state)
    report(path, "Exactly one of the fields 'Seconds' and 'Timestamp' is required");
  const { Timestamp } = state;
  if (
    Timestamp !== undefined &&
    expressionIn(Timestamp) === undefined &&
    Number.isNaN(parseTimestamp(String(Timestamp)))
  ) {
    report(`${path}/Timestamp`, 'String does not match RFC3339 timestamp');
  }
}

function lintChoice(state: State, path: string, language: string, report: Report): void {
  if (language === 'JSONPath') {
    report(path, 'The local engine runs JSONata; a Choice of JSONPath is refused', 'NOT_SIMULATED');
  }
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    const missing = (['Condition', 'Next'] as const).filter((field) => rule[field] === undefined);
    if (language === 'JSONata' && missing.length > 0) {
      report(`${path}/Choices[${index}]`, `These fields are required: [${missing.join(', ')}]`);
    }
  }
}

function lintMap(state: State, path: string, report: Report): void {
  const processor = processorOf(state) as (Flow & { ProcessorConfig?: { Mode?: string } }) | undefined;
  if (!processor) report(path, 'These fields are required: [ItemProcessor]');
  if (processor?.ProcessorConfig?.Mode === 'DISTRIBUTED') {
    report(`${path}/ItemProcessor`, 'The local engine runs inline Maps; a distributed one is refused', 'NOT_SIMULATED');
  }
}
