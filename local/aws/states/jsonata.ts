/**
 * JSONata as Step Functions evaluates it: `{% … %}` texts anywhere in a template, AWS's own functions, no `$eval`, undefined
 * is an error, results are plain JSON. Chance and time come from the world, so that a run repeats itself.
 * Source: developer guide, "Transforming data with JSONata in Step Functions".
 */
import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { World } from '../../world.ts';

/** Why an expression gave no value. `location` is the path of the field in its state: `Arguments/FunctionName`. */
export class EvaluationError extends Error {
  readonly location: string;

  constructor(message: string, location: string) {
    super(message);
    this.name = 'EvaluationError';
    this.location = location;
  }
}

export interface Evaluator {
  /** The template with each expression replaced by its value. Throws EvaluationError. */
  evaluate(template: unknown, field: string, bindings: Record<string, unknown>): Promise<unknown>;
}

/** The source inside `{% … %}`, or undefined for a literal. Blanks outside the marks make it a literal, as in AWS. */
export function expressionIn(text: unknown): string | undefined {
  return typeof text === 'string' && /^\{%[\s\S]*%\}$/.test(text) ? text.slice(2, -2).trim() : undefined;
}

/** AWS stops an expression after one second; ours only keeps a runaway from hanging the world, however busy the machine. */
const RUNAWAY_MS = 10_000;

export function compile(source: string): jsonata.Expression {
  return jsonata(source, { timeout: RUNAWAY_MS });
}

export function createEvaluator(world: Pick<World, 'clock' | 'random'>): Evaluator {
  const compiled = new Map<string, jsonata.Expression>();
  const formatMillis = compile('$fromMillis($at, $picture, $zone)');

  function expressionOf(source: string): jsonata.Expression {
    const known = compiled.get(source);
    if (known) return known;
    const expression = compile(source);
    expression.assign('eval', undefined);
    expression.registerFunction('parse', (text: string) => JSON.parse(text), '<s:x>');
    expression.registerFunction('partition', partition);
    expression.registerFunction('range', range);
    expression.registerFunction('hash', hash);
    expression.registerFunction('uuid', () => world.random.uuid(), '<:s>');
    expression.registerFunction('random', (seed?: unknown) =>
      seed === undefined ? world.random.below(2 ** 48) / 2 ** 48 : seeded(seed),
    );
    expression.registerFunction('millis', () => world.clock.now().getTime(), '<:n>');
    expression.registerFunction('now', (picture?: string, zone?: string) =>
      formatMillis.evaluate(undefined, { at: world.clock.now().getTime(), picture, zone }),
    );
    compiled.set(source, expression);
    return expression;
  }

  async function evaluateExpression(
    source: string,
    field: string,
    bindings: Record<string, unknown>,
  ): Promise<unknown> {
    const specified = `The JSONata expression '${source}' specified for the field '${field}'`;
    let value: unknown;
    try {
      value = plain(await expressionOf(source).evaluate(undefined, bindings));
    } catch (error) {
      throw new EvaluationError(`${specified} threw an error during evaluation. ${reasonOf(error)}`, field);
    }
    if (value === undefined) throw new EvaluationError(`${specified} returned nothing (undefined).`, field);
    return value;
  }

  async function evaluate(template: unknown, field: string, bindings: Record<string, unknown>): Promise<unknown> {
    const source = expressionIn(template);
    if (source !== undefined) return evaluateExpression(source, field, bindings);
    if (Array.isArray(template)) {
      const items: unknown[] = [];
      for (const [index, item] of template.entries()) items.push(await evaluate(item, `${field}[${index}]`, bindings));
      return items;
    }
    if (template === null || typeof template !== 'object') return template;
    const members: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(template))
      members[key] = await evaluate(member, `${field}/${key}`, bindings);
    return members;
  }

  return { evaluate };
}

/** JSONata's results carry marks of their own, functions and undefined members: what JSON can hold is what AWS passes on. */
function plain(value: unknown): unknown {
  if (value === undefined || typeof value === 'function') return undefined;
  return JSON.parse(
    JSON.stringify(value, (_key, member) => {
      if (typeof member === 'number' && !Number.isFinite(member)) {
        throw Object.assign(new Error(`Number out of range: ${member}`), { code: 'D1001' });
      }
      return member;
    }),
  );
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ? `${code}: ${message}` : String(message);
}

function partition(array: unknown, size: unknown): unknown[][] | undefined {
  if (array === undefined) return undefined;
  const width = Math.round(Number(size));
  if (!(width > 0)) throw new Error('The chunk size of $partition must be a positive integer');
  const items = Array.isArray(array) ? array : [array];
  return Array.from({ length: Math.ceil(items.length / width) }, (_, part) =>
    items.slice(part * width, (part + 1) * width),
  );
}

/** Elements that one $range may give. Source: States.ArrayRange, whose successor it is. */
const RANGE_LIMIT = 1000;

function range(first: unknown, last: unknown, step: unknown): number[] {
  const [from, to, by] = [first, last, step].map((number) => Math.round(Number(number))) as [number, number, number];
  if (![from, to, by].every(Number.isFinite)) throw new Error('The arguments of $range must be numbers');
  if (by === 0) throw new Error('The step of $range must not be zero');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > RANGE_LIMIT) throw new Error(`$range must not give more than ${RANGE_LIMIT} elements`);
  return Array.from({ length }, (_, index) => from + index * by);
}

const HASHES = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

function hash(data: unknown, algorithm: unknown): string | undefined {
  if (data === undefined) return undefined;
  const name = HASHES.get(String(algorithm));
  if (!name) throw new Error(`The algorithm of $hash must be one of ${[...HASHES.keys()].join(', ')}`);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash(name).update(text).digest('hex');
}

/** From 0 to below 1, the same for the same seed. */
function seeded(seed: unknown): number {
  return createHash('sha256').update(JSON.stringify(seed)).digest().readUIntBE(0, 6) / 2 ** 48;
}
