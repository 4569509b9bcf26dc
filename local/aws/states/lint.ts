/**
 * Judges a definition as CreateStateMachine and ValidateStateMachineDefinition do. The rule kept here: an ERROR is what AWS
 * refuses, or what the engine does not run (`NOT_SIMULATED`); a WARNING is what AWS takes but will not work, here or there.
 * Source of words and codes: recorded answers of AWS where there are any; otherwise the ASL specification's rules in our words.
 */
import type { ValidateStateMachineDefinitionDiagnostic as Diagnostic } from '@aws-sdk/client-sfn';
import { type Definition, type Flow, languageOf, processorOf, type State } from './definition.ts';
import { FIELDS, lintFields } from './lint-fields.ts';
import type { Report } from './lint-report.ts';
import { lintByType } from './lint-types.ts';
import { undefinedVariables } from './variables.ts';

export type { Diagnostic };

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
    if (isObject(value)) return value as Definition;
    report('/', 'The definition must be a JSON object');
  } catch (error) {
    report('/', (error as Error).message, 'INVALID_JSON_DESCRIPTION');
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
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
  if (!isObject(flow.States)) {
    report(`${path}/States`, "The field 'States' must be a JSON object");
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

function lintState(state: State, path: string, names: readonly string[], scope: Scope): void {
  const { report, machine } = scope;
  if (!isObject(state)) {
    report(path, 'A state must be a JSON object');
    return;
  }
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
  const language = languageOf(machine, state);
  lintFields(state, path, language, report);
  lintTransitions(state, path, names, report);
  lintByType(state, path, language, scope.type, report);
  for (const { flow, at } of innerFlows(state)) lintFlow(flow, `${path}/${at}`, scope);
}

function innerFlows(state: State): { flow: Flow; at: string }[] {
  const branches = (state.Branches ?? []).map((flow, index) => ({ flow, at: `Branches[${index}]` }));
  const processor = processorOf(state);
  return processor
    ? [...branches, { flow: processor, at: state.ItemProcessor ? 'ItemProcessor' : 'Iterator' }]
    : branches;
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
