/**
 * What is wrong with a decoded input by its schema alone: members that are required and absent, values of another type.
 * Client schemas hold no lengths, ranges, patterns or enums: those are each simulator's to check.
 */
import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from '@smithy/types';

export interface Violation {
  kind: 'missing' | 'mistyped' | 'emptyList';
  /** `tags.1.member.key`, as AWS writes it in its messages. */
  path: string;
}

export function violations(schema: SchemaRef, input: unknown): Violation[] {
  return [...walk(NormalizedSchema.of(schema), input, '')];
}

function* walk(schema: NormalizedSchema, value: unknown, path: string): Generator<Violation> {
  if (schema.isUnitSchema() || schema.isDocumentSchema()) return;
  if (!hasType(schema, value)) yield { kind: 'mistyped', path };
  else if (schema.isStructSchema()) yield* walkStruct(schema, value as Record<string, unknown>, path);
  else if (schema.isListSchema()) yield* walkList(schema, value as unknown[], path);
  else if (schema.isMapSchema()) {
    for (const [key, member] of Object.entries(value as object)) {
      if (member !== null) yield* walk(schema.getValueSchema(), member, join(path, `${key}.value`));
    }
  }
}

function* walkStruct(schema: NormalizedSchema, value: Record<string, unknown>, path: string): Generator<Violation> {
  let required = requiredMembers(schema);
  for (const [name, member] of schema.structIterator()) {
    const memberPath = join(path, name.charAt(0).toLowerCase() + name.slice(1));
    if (value[name] !== undefined && value[name] !== null) yield* walk(member, value[name], memberPath);
    else if (required > 0) yield { kind: 'missing', path: memberPath };
    required--;
  }
}

function* walkList(schema: NormalizedSchema, value: unknown[], path: string): Generator<Violation> {
  if (value.length === 0) yield { kind: 'emptyList', path };
  for (const [index, member] of value.entries()) {
    if (member !== null) yield* walk(schema.getValueSchema(), member, join(path, `${index + 1}.member`));
  }
}

/** In a structure's schema the required members come first, and the element after the members counts them. */
function requiredMembers(schema: NormalizedSchema): number {
  const struct = schema.getSchema();
  return Array.isArray(struct) && struct[0] === 3 ? Number(struct[6] ?? 0) : 0;
}

function hasType(schema: NormalizedSchema, value: unknown): boolean {
  if (schema.isListSchema()) return Array.isArray(value);
  if (schema.isStructSchema() || schema.isMapSchema()) return typeof value === 'object' && !Array.isArray(value);
  if (schema.isStringSchema()) return typeof value === 'string' || value instanceof String;
  if (schema.isBooleanSchema()) return typeof value === 'boolean';
  if (schema.isNumericSchema()) return typeof value === 'number' && !Number.isNaN(value);
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isBlobSchema()) return value instanceof Uint8Array;
  return true; // big numbers: the decoder has refused what is none
}

const join = (path: string, step: string) => (path ? `${path}.${step}` : step);
