/**
 * What a function of lambdas/ reaches: itself, the functions that it names, those that they name, and so on. By names, not by types:
 * `requests.change(` is the function `change` of the client or record called requests, whoever holds it.
 */
import { basename, dirname, join } from 'node:path';
import { parseSync } from '@swc/core';
import { STATE_MACHINES } from '../../../core/topology.ts';
import { filesUnder, read } from '../repository.ts';

/** A function, or a constant of a module. What is named inside it is a part of its own. */
export interface Part {
  /** From the root. */
  module: string;
  name: string;
  /** Of what a factory makes: not to be had by its name alone. */
  isMember: boolean;
  /** `new PutCommand(` and `paginateScan(`: `Put` and `Scan`. */
  commands: string[];
  /** `table.put(`. */
  calls: { receiver: string; method: string }[];
  /** `requireVariable(env, 'TABLE_NAME')`, `env.TABLE_NAME`, and those of all machines where it goes through STATE_MACHINES. */
  variables: string[];
  /** `index: 'due'` of its objects; undefined where the value is not a string. */
  properties: { key: string; value: string | undefined }[];
  /** Whatever else it names. */
  names: Set<string>;
}

/** The parts that `name` of `module` reaches, itself among them. */
export function reach(module: string, name: string): Set<Part> {
  const seen = new Set<Part>();
  follow(module, name, true, seen);
  return seen;
}

function follow(module: string, name: string, members: boolean, seen: Set<Part>): void {
  const { parts, imports } = moduleAt(module);
  const found = parts.filter((part) => part.name === name && (members || !part.isMember) && !seen.has(part));
  for (const part of found) {
    seen.add(part);
    for (const named of part.names) {
      follow(module, named, false, seen);
      const imported = imports.get(named);
      if (imported) follow(imported.from, imported.name, false, seen);
    }
    for (const { receiver, method } of part.calls)
      for (const held of receiver === 'this' ? [module] : (HELD.get(receiver.toLowerCase()) ?? []))
        follow(held, method, true, seen);
  }
}

/** Modules with a factory: what it makes goes under the module's name, and its functions are called on that. */
function isHeld(module: string): boolean {
  return module.startsWith('lambdas/clients/') || module.startsWith('lambdas/records/');
}

/** By that name: `opscenter`. */
const HELD = Map.groupBy(filesUnder('lambdas').filter(isHeld), (module) => basename(module, '.ts').replaceAll('-', ''));

interface Module {
  parts: Part[];
  /** By the name here: where it is from, and its name there. */
  imports: Map<string, { from: string; name: string }>;
}

/** Files do not change while a test runs. */
const modules = new Map<string, Module>();

function moduleAt(path: string): Module {
  const module = modules.get(path) ?? parse(path);
  modules.set(path, module);
  return module;
}

/** Of swc's tree. */
interface Node {
  type: string;
  [field: string]: unknown;
}

/** What is not ours, and core, reaches nothing outside. */
function parse(path: string): Module {
  const module: Module = { parts: [], imports: new Map() };
  if (!path.startsWith('lambdas/')) return module;
  const { body } = parseSync(read(path), { syntax: 'typescript', target: 'esnext' }) as unknown as { body: Node[] };
  for (const statement of body)
    if (statement.type === 'ImportDeclaration') noteImports(module, path, statement);
    else walk(statement, path, module.parts, undefined);
  return module;
}

function noteImports({ imports }: Module, path: string, { source, specifiers, typeOnly }: Node): void {
  const from = textOf(source) ?? '';
  if (typeOnly || !from.startsWith('.')) return;
  for (const { local, imported, isTypeOnly } of specifiers as Node[]) {
    const name = textOf(local) ?? '';
    if (!isTypeOnly) imports.set(name, { from: join(dirname(path), from), name: textOf(imported) ?? name });
  }
}

/** `part`: within which the node is; undefined at the top of the module. */
function walk(node: Node, path: string, parts: Part[], part: Part | undefined): void {
  const begun = beginning(node, path, part);
  const within = begun
    ? { module: path, ...begun, commands: [], calls: [], variables: [], properties: [], names: new Set<string>() }
    : part;
  if (within && begun) parts.push(within);
  else if (part) note(node, part);
  for (const [field, value] of Object.entries(node))
    for (const child of [value].flat() as Node[])
      if (isNode(child) && !isName(node, field, child, path)) walk(child, path, parts, within);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && ('type' in value || 'expression' in value);
}

/** The part that begins with this node, if one does. */
function beginning(node: Node, path: string, part: Part | undefined): Pick<Part, 'name' | 'isMember'> | undefined {
  const begun = (name: unknown, isMember: boolean) => ({ name: textOf(name) ?? '', isMember });
  switch (node.type) {
    case 'FunctionDeclaration':
      return begun(node.identifier, false);
    case 'VariableDeclarator':
      return part === undefined || isFunction(node.init) ? begun(node.id, false) : undefined;
    case 'MethodProperty':
      return isHeld(path) ? begun(node.key, true) : undefined;
    case 'KeyValueProperty':
      return isHeld(path) && isFunction(node.value) ? begun(node.key, true) : undefined;
    default:
      return undefined;
  }
}

function isFunction(node: unknown): boolean {
  return isNode(node) && (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression');
}

/** What only names, and uses nothing: a declaration's own name, a key, and a function that a factory hands out. */
function isName({ type }: Node, field: string, child: Node, path: string): boolean {
  if (child.type !== 'Identifier') return false;
  if (type === 'ObjectExpression' && field === 'properties') return isHeld(path);
  return ['identifier', 'id', 'key', 'property'].includes(field);
}

const MACHINE_ARNS = Object.values(STATE_MACHINES).map(({ arnVariable }) => arnVariable);

function note(node: Node, part: Part): void {
  const { type, callee, value, key, object, property } = node;
  if (type === 'Identifier') part.names.add(String(value));
  if (type === 'Identifier' && value === 'STATE_MACHINES') part.variables.push(...MACHINE_ARNS);
  if (type === 'NewExpression') part.commands.push(...(/^(\w+)Command$/.exec(textOf(callee) ?? '')?.slice(1) ?? []));
  if (type === 'CallExpression' && textOf(callee) === 'requireVariable') {
    const [, name] = (node.arguments as { expression: Node }[]).map(({ expression }) => textOf(expression));
    if (name !== undefined) part.variables.push(name);
  }
  if (type === 'CallExpression') part.commands.push(...(/^paginate(\w+)$/.exec(textOf(callee) ?? '')?.slice(1) ?? []));
  if (type === 'KeyValueProperty') {
    const literal = isNode(value) && value.type === 'StringLiteral' ? textOf(value) : undefined;
    part.properties.push({ key: textOf(key) ?? '', value: literal });
  }
  if (type === 'MemberExpression' && isNode(object)) {
    const method = textOf(property);
    if (method === undefined) return;
    if (textOf(object) === 'env') part.variables.push(method);
    const receiver = object.type === 'ThisExpression' ? 'this' : (textOf(object) ?? textOf(object.property));
    if (receiver !== undefined) part.calls.push({ receiver, method });
  }
}

/** Of an identifier or a string. */
function textOf(node: unknown): string | undefined {
  return isNode(node) && typeof node.value === 'string' ? node.value : undefined;
}
