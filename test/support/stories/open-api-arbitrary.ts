/**
 * Calls made up from the API's description alone: mostly what it allows, now and then broken in one place. Ids are drawn from those
 * that answers have named, or made up. A call is data; its ids are filled in when it is sent.
 */
import fc from 'fast-check';
import type { OperationName } from '../../../core/api/operations.ts';
import type { JsonSchema } from '../../../lambdas/api/open-api-example.ts';
import { DOCUMENT } from '../open-api.ts';

/** Stands for one of the ids that are known when the call is sent. */
export interface FromPool {
  pool: string;
  pick: number;
}

export interface Made {
  operation: OperationName;
  method: string;
  path: string;
  /** By parameter, wherever it goes: values, or places in a pool. */
  input: Record<string, unknown>;
  inPath: string[];
  inQuery: string[];
  isBroken: boolean;
}

/** Parameters whose values other answers name. */
const POOLS = ['siteId', 'requestId', 'targetUserKey', 'partnerId', 'UID', 'alias', 'ticketId', 'apiKey', 'cursor'];
/** A site is registered under a new id and key. */
const NEW = ['siteId', 'apiKey'];

export function isFromPool(value: unknown): value is FromPool {
  return typeof value === 'object' && value !== null && 'pool' in value;
}

/** Calls of all operations on the REST face but those that `leave` names. */
export function calls(leave: readonly string[]): fc.Arbitrary<Made> {
  const { '/{operation}': _, ...rest } = DOCUMENT.paths;
  const all = Object.entries(rest).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const wanted = all.filter(({ operation }) => !leave.includes(operation.operationId));
  return fc.oneof(
    ...wanted.map(({ path, method, operation }) => ({
      weight: MAKES.includes(operation.operationId) ? 4 : 1,
      arbitrary: callOf(path, method.toUpperCase(), operation),
    })),
  );
}

/** What makes things: without them the others have nothing to be about. */
const MAKES: readonly OperationName[] = [
  'sites.register',
  'certificates.generate',
  'applications.create',
  'members.set',
];

type OperationObject = (typeof DOCUMENT)['paths'][string][string];

function callOf(path: string, method: string, { operationId, parameters, requestBody }: OperationObject) {
  const addressed = parameters.filter(({ in: where }) => where !== 'header');
  const { properties = {}, required = [] } = requestBody?.content['application/json']?.schema ?? {};
  const schemas = { ...Object.fromEntries(addressed.map(({ name, schema }) => [name, schema])), ...properties };
  const needed = [...addressed.filter((one) => one.required).map(({ name }) => name), ...required];
  const inPath = addressed.filter((one) => one.in === 'path').map(({ name }) => name);
  const parameterOf = (name: string, schema: JsonSchema) => {
    if (operationId === 'sites.register' && NEW.includes(name)) return valueIn({ ...schema, examples: [] });
    return POOLS.includes(name) ? fromPool(name, schema) : valueIn(schema);
  };
  const fields = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, parameterOf(name, schema)]));
  const input = fc.record(fields, { requiredKeys: needed }) as fc.Arbitrary<Record<string, unknown>>;
  const inQuery = addressed.filter((one) => one.in === 'query').map(({ name }) => name);
  const made = input.map((given) => ({
    operation: operationId,
    method,
    path,
    input: given,
    inPath,
    inQuery,
    isBroken: false,
  }));
  const broken = fc
    .tuple(made, fc.nat(), fc.constantFrom('drop', 'add', 'retype', 'lengthen'))
    .map(([call, pick, how]) => ({ ...call, input: broke(call, pick, how), isBroken: true }));
  return fc.oneof({ weight: 5, arbitrary: made }, { weight: 1, arbitrary: broken });
}

function broke({ input, inPath, inQuery }: Made, pick: number, how: string): Record<string, unknown> {
  const names = Object.keys(input).filter((name) => !inPath.includes(name));
  const name = names[pick % names.length];
  if (how === 'add' || name === undefined) return { ...input, colour: 'red' };
  const { [name]: value, ...rest } = input;
  if (how === 'drop') return rest;
  if (how === 'lengthen') return { ...input, [name]: 'x'.repeat(5000) };
  return { ...input, [name]: inQuery.includes(name) ? '' : typeof value === 'string' ? 5 : [{}] };
}

function fromPool(name: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  const known = fc.nat(1000).map((pick): FromPool => ({ pool: name, pick }));
  return fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: valueIn(schema) });
}

/** A value that the schema allows. */
function valueIn(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.$ref) return valueIn(DOCUMENT.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valueIn));
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: Number(schema.minimum ?? -5), max: Math.min(Number(schema.maximum ?? 1000), 100_000) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueIn(schema.items ?? {}), { minLength: Number(schema.minItems ?? 0), maxLength: 3 });
    case 'string':
      return textOf(schema);
    default:
      return fc.jsonValue();
  }
}

function textOf({ pattern, format, minLength = 0, maxLength = 30, examples = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const most = Number(maxLength);
  if (format === 'email') return fc.stringMatching(/^[a-z]{1,10}@[a-z]{1,10}\.(com|org)$/);
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString());
  const made = pattern
    ? matching(String(pattern)).filter((text) => text.length <= most)
    : fc.string({ unit: 'binary', minLength: Number(minLength), maxLength: Math.min(most, 30) });
  if (examples.length === 0) return made;
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...examples) }, { weight: 1, arbitrary: made });
}

/** fast-check makes no lookahead: what it makes without is looked at with. */
function matching(pattern: string): fc.Arbitrary<string> {
  const whole = new RegExp(pattern);
  return fc.stringMatching(new RegExp(pattern.replaceAll(/\(\?![^)]*\)/g, ''))).filter((text) => whole.test(text));
}
