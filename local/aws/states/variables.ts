/**
 * Which variables a definition reads that nothing assigns. The rule kept here: a name that some state of the flow or of a
 * flow around it assigns is good, whatever the order, so that no definition that can run is blamed.
 */
import type { ExprNode } from 'jsonata';
import { type Definition, expressionsOf, type Flow, type Leaving, languageOf, processorOf } from './definition.ts';
import { compile, expressionIn } from './jsonata.ts';

export interface UndefinedVariable {
  location: string;
  variable: string;
}

export function undefinedVariables(definition: Definition): UndefinedVariable[] {
  return [...inFlow(definition, definition, '', new Set(['states', '', '$']))];
}

function* inFlow(
  definition: Definition,
  flow: Flow,
  path: string,
  around: ReadonlySet<string>,
): Generator<UndefinedVariable> {
  const assigned = new Set([...around, ...Object.values(flow.States).flatMap(assignedBy)]);
  for (const [name, state] of Object.entries(flow.States)) {
    const at = `${path}/States/${name}`;
    for (const { template, field } of languageOf(definition, state) === 'JSONata' ? expressionsOf(state) : []) {
      for (const variable of freeVariables(template)) {
        if (!assigned.has(variable)) yield { location: `${at}/${field}`, variable };
      }
    }
    for (const [index, branch] of (state.Branches ?? []).entries()) {
      yield* inFlow(definition, branch, `${at}/Branches[${index}]`, assigned);
    }
    const processor = processorOf(state);
    if (processor) yield* inFlow(definition, processor, `${at}/ItemProcessor`, assigned);
  }
}

function assignedBy(state: Leaving & { Choices?: Leaving[]; Catch?: Leaving[] }): string[] {
  return [state, ...(state.Choices ?? []), ...(state.Catch ?? [])].flatMap(({ Assign }) => Object.keys(Assign ?? {}));
}

/** JSONata's and AWS's functions, which may be handed on like values. */
const FUNCTIONS = new Set(
  (
    'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match ' +
    'contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power ' +
    'random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert ' +
    'type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis ' +
    'fromMillis clone now millis partition range hash uuid parse'
  ).split(' '),
);

/** Names that the template's expressions read and do not bind themselves. Functions are called, not read. */
function freeVariables(template: unknown): Set<string> {
  const source = expressionIn(template);
  if (source !== undefined) {
    const names = { read: new Set<string>(), bound: new Set<string>() };
    visit(compile(source).ast(), names);
    return names.read.difference(names.bound);
  }
  if (template === null || typeof template !== 'object') return new Set();
  return Object.values(template).reduce<Set<string>>((all, member) => all.union(freeVariables(member)), new Set());
}

function visit(node: unknown, names: { read: Set<string>; bound: Set<string> }): void {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const item of node) visit(item, names);
    return;
  }
  const {
    type,
    value,
    lhs,
    arguments: parameters,
    procedure,
    ...rest
  } = node as Omit<ExprNode, 'type'> & { type?: string };
  if (type === 'variable' && !FUNCTIONS.has(String(value))) names.read.add(String(value));
  const binds = type === 'bind' ? [lhs as ExprNode] : type === 'lambda' ? (parameters ?? []) : [];
  for (const bound of binds) names.bound.add(String(bound.value));
  for (const inner of [binds.length > 0 ? undefined : lhs, type === 'lambda' ? undefined : parameters])
    visit(inner, names);
  if (procedure?.type !== 'variable') visit(procedure, names);
  for (const inner of Object.values(rest)) visit(inner, names);
}
