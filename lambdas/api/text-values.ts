/**
 * Parameters of a query or a form are texts; this makes them the values that the operation's schema asks for. What is no such
 * value stays the text that it was, so that the schema says in its own words what it must be.
 *
 * Numbers as JSON writes them; true and false in any case, 1 and 0 (SDKs of three languages); lists and objects as JSON text.
 */
import * as z from 'zod';

type Kind = 'string' | 'number' | 'boolean' | 'json';

const KINDS = new WeakMap<z.ZodObject, ReadonlyMap<string, ReadonlySet<Kind>>>();

export function valuesOf(schema: z.ZodObject, texts: Readonly<Record<string, string>>): Record<string, unknown> {
  const kinds = KINDS.get(schema) ?? kindsOf(schema);
  KINDS.set(schema, kinds);
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, inKind(kinds.get(name), text)]));
}

function inKind(kinds: ReadonlySet<Kind> | undefined, text: string): unknown {
  if (kinds?.has('json') && /^\s*[[{]/.test(text)) return parsed(text);
  if (kinds === undefined || kinds.has('string')) return text;
  if (kinds.has('number') && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return Number(text);
  if (kinds.has('boolean') && /^(true|1)$/i.test(text)) return true;
  if (kinds.has('boolean') && /^(false|0)$/i.test(text)) return false;
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // the schema says that it must be a list
  }
}

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
}

function kindsOf(schema: z.ZodObject): Map<string, Set<Kind>> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return new Map(Object.entries(properties).map(([name, property]) => [name, new Set(kindsIn(property))]));
}

function kindsIn({ type, anyOf = [] }: JsonSchema): Kind[] {
  const inner = anyOf.flatMap(kindsIn);
  if (type === 'integer' || type === 'number') return ['number', ...inner];
  if (type === 'array' || type === 'object') return ['json', ...inner];
  return type === 'boolean' || type === 'string' ? [type, ...inner] : inner;
}
