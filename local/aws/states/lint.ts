/**
 * Judges a definition as CreateStateMachine and ValidateStateMachineDefinition do. The rule kept here: an ERROR is what AWS
 * refuses, or what the engine does not run (`NOT_SIMULATED`); a WARNING is what AWS takes but will not work, here or there.
 * Source of words and codes: recorded answers of AWS where there are any; otherwise the ASL specification's rules in our words.
 */
import type { ValidateStateMachineDefinitionDiagnostic as Diagnostic } from '@aws-sdk/client-sfn';
import { parseTimestamp } from './decide.ts';
import {
  type Catcher,
  type Definition,
  expressionsOf,
  type Flow,
  parseResource,
  processorOf,
  type Retrier,
  type State,
} from './definition.ts';
import { compile, expressionIn } from './jsonata.ts';
import { undefinedVariables } from './variables.ts';

export type { Diagnostic };

type Report = (location: string, message: string, code?: string, severity?: 'ERROR' | 'WARNING') => void;

/** Problems in order of appearance; none means that the definition is good. */
export function lint(text: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (location, message, code = 'SCHEMA_VALIDATION_FAILED', severity = 'ERROR') =>
    found.push({ severity, code, message, location });
  const definition = parse(text, report);
  if (!definition) return found;
  lintFlow(definition, '', { machine: definition, type, report });
  if (found.some(({ severity }) => severity === 'ERROR')) return found;
  for (const { location, variable } of undefinedVariables(definition)) {
    report(location, `No state before assigns the variable $${variable}`, 'UNDEFINED_VARIABLE', 'WARNING');
  }
  return found;
}

/** As CreateStateMachine puts it into one message. */
export function asMessage(problems: readonly Diagnostic[]): string {
  const told = problems.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join(', ');
  return `Invalid State Machine Definition: '${told}'`;
}

function parse(text: string, report: Report): Definition | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Definition;
    report('/', 'The definition must be a JSON object');
  } catch (error) {
    report('/', (error as Error).message, 'INVALID_JSON_DESCRIPTION');
  }
  return undefined;
}

interface Scope {
  machine: Definition;
  type: 'STANDARD' | 'EXPRESS';
  report: Report;
}

function lintFlow(flow: Flow, path: string, scope: Scope): void {
  const { report } = scope;
  const missing = (['StartAt', 'States'] as const).filter((field) => flow[field] === undefined);
  if (missing.length > 0) {
    report(path || '/', `These fields are required: [${missing.join(', ')}]`);
    return;
  }
  const names = Object.keys(flow.States);
  if (!names.includes(flow.StartAt)) {
    report(`${path}/StartAt`, `Missing 'Next' target: ${flow.StartAt}`, 'MISSING_TRANSITION_TARGET');
  }
  for (const [name, state] of Object.entries(flow.States)) lintState(state, `${path}/States/${name}`, names, scope);
  const reached = reachable(flow);
  for (const name of names.filter((name) => !reached.has(name))) {
    report(`${path}/States/${name}`, `State "${name}" is not reachable.`, 'MISSING_TRANSITION_TARGET');
  }
}

function reachable(flow: Flow): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string | undefined): void => {
    if (name === undefined || reached.has(name)) return;
    reached.add(name);
    for (const { target } of transitions(flow.States[name])) visit(target);
  };
  visit(flow.StartAt);
  return reached;
}

function transitions(state: State | undefined): { target: string; field: string }[] {
  if (!state) return [];
  const from = (leavings: readonly { Next?: string }[] | undefined, field: string) =>
    (leavings ?? []).map(({ Next }, index) => ({ target: Next, field: `${field}[${index}]/Next` }));
  return [
    { target: state.Next, field: 'Next' },
    { target: state.Default, field: 'Default' },
    ...from(state.Choices, 'Choices'),
    ...from(state.Catch, 'Catch'),
  ].filter((transition): transition is { target: string; field: string } => typeof transition.target === 'string');
}

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage', 'Assign', 'Output'];
const GOES_ON = ['Next', 'End'];
const HANDLES = ['Retry', 'Catch'];

/** Fields of each type of state beside those that every state has, and which of them it must have. */
const FIELDS: Record<State['Type'], { known: string[]; required: string[] }> = {
  Pass: { known: [...GOES_ON, 'Result'], required: [] },
  Task: {
    known: [...GOES_ON, ...HANDLES, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
    required: ['Resource'],
  },
  Choice: { known: ['Choices', 'Default'], required: ['Choices'] },
  Wait: { known: [...GOES_ON, 'Seconds', 'Timestamp'], required: [] },
  Parallel: { known: [...GOES_ON, ...HANDLES, 'Branches', 'Arguments'], required: ['Branches'] },
  Map: {
    known: [...GOES_ON, ...HANDLES, 'Items', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor', 'Iterator'],
    required: [],
  },
  Succeed: { known: [], required: [] },
  Fail: { known: ['Error', 'Cause'], required: [] },
};

/** Fields that belong to JSONPath: real, but not simulated. */
const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ErrorPath',
  'CausePath',
];

/** Fields of a distributed Map: real, but not simulated. */
const DISTRIBUTED_FIELDS = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

function lintState(state: State, path: string, names: readonly string[], scope: Scope): void {
  const { report, machine } = scope;
  const fields = FIELDS[state.Type];
  if (!fields) {
    report(path, `The field 'Type' must be one of [${Object.keys(FIELDS).join(', ')}]`);
    return;
  }
  if (machine.QueryLanguage === 'JSONata' && state.QueryLanguage === 'JSONPath') {
    report(path, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  }
  const missing = fields.required.filter((field) => !(field in state));
  if (missing.length > 0) report(path, `These fields are required: [${missing.join(', ')}]`);
  const language = state.QueryLanguage ?? machine.QueryLanguage ?? 'JSONPath';
  lintFields(state, path, language, report);
  lintTransitions(state, path, names, report);
  for (const [index, retrier] of (state.Retry ?? []).entries()) lintRetrier(retrier, `${path}/Retry[${index}]`, report);
  for (const field of ['Retry', 'Catch'] as const) lintErrorNames(state[field] ?? [], `${path}/${field}`, report);
  for (const [index, catcher] of (state.Catch ?? []).entries()) lintCatcher(catcher, `${path}/Catch[${index}]`, report);
  if (language === 'JSONata') lintExpressions(state, path, report);
  lintType(state, path, language, scope);
}

function lintFields(state: State, path: string, language: string, report: Report): void {
  const known = new Set([...EVERYWHERE, ...(FIELDS[state.Type]?.known ?? [])]);
  for (const field of Object.keys(state)) {
    if (JSONPATH_FIELDS.includes(field)) {
      if (language === 'JSONata') report(path, `The field '${field}' is not supported by the query language JSONata`);
      else report(path, `The local engine runs JSONata; the field '${field}' of JSONPath is refused`, 'NOT_SIMULATED');
    } else if (state.Type === 'Map' && DISTRIBUTED_FIELDS.includes(field)) {
      report(path, `The local engine runs inline Maps; the field '${field}' is refused`, 'NOT_SIMULATED');
    } else if (!known.has(field)) report(path, `The field '${field}' is not supported by Step Functions`);
  }
  if (state.Type === 'Fail') {
    for (const field of ['Assign', 'Output']) {
      if (field in state) report(path, `The field '${field}' is not supported by Step Functions`);
    }
  }
  if (language === 'JSONPath' && Object.keys(state.Assign ?? {}).some((name) => name.endsWith('.$'))) {
    report(`${path}/Assign`, 'The local engine runs JSONata; paths in Assign are refused', 'NOT_SIMULATED');
  }
  const only = (field: keyof State, needed: string) => {
    if (field in state && language !== needed) report(path, `The field '${field}' needs the query language ${needed}`);
  };
  only('Result', 'JSONPath');
  for (const field of ['Arguments', 'Output', 'Items'] as const) only(field, 'JSONata');
}

function lintTransitions(state: State, path: string, names: readonly string[], report: Report): void {
  if (FIELDS[state.Type]?.known.includes('Next') && (state.Next !== undefined) === (state.End === true)) {
    report(path, "Exactly one of the fields 'Next' and 'End' is required");
  }
  for (const { target, field } of transitions(state)) {
    if (!names.includes(target))
      report(`${path}/${field}`, `Missing 'Next' target: ${target}`, 'MISSING_TRANSITION_TARGET');
  }
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

function lintType(state: State, path: string, language: string, scope: Scope): void {
  switch (state.Type) {
    case 'Task':
      lintTask(state, path, scope);
      break;
    case 'Wait':
      lintWait(state, path, scope.report);
      break;
    case 'Choice':
      lintChoice(state, path, language, scope.report);
      break;
    case 'Parallel':
      for (const [index, branch] of (state.Branches ?? []).entries())
        lintFlow(branch, `${path}/Branches[${index}]`, scope);
      return;
    case 'Map':
      lintMap(state, path, scope);
      break;
    default:
  }
}

function lintTask(state: State, path: string, { type, report }: Scope): void {
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
  if (parsed?.callback && !JSON.stringify(state.Arguments ?? '').includes('$states.context.Task.Token')) {
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

function lintMap(state: State, path: string, scope: Scope): void {
  const processor = processorOf(state) as (Flow & { ProcessorConfig?: { Mode?: string } }) | undefined;
  if (!processor) {
    scope.report(path, 'These fields are required: [ItemProcessor]');
    return;
  }
  if (processor.ProcessorConfig?.Mode === 'DISTRIBUTED') {
    scope.report(
      `${path}/ItemProcessor`,
      'The local engine runs inline Maps; a distributed one is refused',
      'NOT_SIMULATED',
    );
  }
  lintFlow(processor, `${path}/${state.ItemProcessor ? 'ItemProcessor' : 'Iterator'}`, scope);
}
