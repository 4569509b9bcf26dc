/** Reads what a person sends to the World panel. What cannot be gets one sentence that names the field and what it takes. */
import type { z } from 'zod';
import { fieldProblems } from '../../lambdas/api/input.ts';

/** A refusal; the message is for a person. */
export function refused(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: 'InputRefused' });
}

/** The body by its schema; an empty one is no fields. */
export async function readBody<Schema extends z.ZodType>(schema: Schema, request: Request): Promise<z.output<Schema>> {
  const text = await request.text();
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw refused('The body is not JSON: send an object with Content-Type: application/json.', cause);
  }
  return readFields(schema, body);
}

export function readFields<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> {
  const checked = schema.safeParse(fields, { reportInput: true });
  if (checked.success) return checked.data;
  const problems = fieldProblems(checked.error.issues).map(({ field, problem }) => `${field || 'the body'} ${problem}`);
  throw refused(`${problems.join('; ')}.`);
}
