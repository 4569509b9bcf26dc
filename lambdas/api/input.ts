/** Reads an operation's input: path, query and body parameters as one object, checked as a whole, every problem by its name. */
import type { z } from 'zod';
import { type FieldProblem, ServiceError } from '../../core/errors.ts';

/** Bytes. The largest honest body is a site of 100 URLs of 2,048 characters: 205 kB. */
export const BODY_LIMIT = 256 * 1024;

export interface Parts {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Empty when there was none. */
  body: string;
}

/** Throws InvalidParameter with all field problems, or MalformedBody. A name given twice must be given alike. */
export function readInput<Schema extends z.ZodObject>(schema: Schema, { path, query, body }: Parts): z.output<Schema> {
  const fromBody = body.trim() === '' ? {} : parseObject(body);
  const clashes = Object.keys(fromBody).filter((name) => name in path || name in query);
  const problems: FieldProblem[] = clashes.map((field) => ({
    field,
    problem: 'is given in the address and in the body',
  }));
  const checked = schema.safeParse({ ...fromBody, ...query, ...path });
  if (!checked.success) problems.push(...checked.error.issues.flatMap(problemsOf));
  if (!checked.success || problems.length > 0) throw invalid(problems);
  return checked.data;
}

function parseObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new ServiceError(
      'MalformedBody',
      { problem: cause instanceof Error ? cause.message : 'unreadable' },
      { cause },
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ServiceError('MalformedBody', { problem: 'it is no object' });
  }
  return value as Record<string, unknown>;
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) => ({ field, problem: 'is not a parameter of this operation' }));
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [{ field: pathOf(issue.path), problem: missing ? 'is required' : lowerFirst(issue.message) }];
}

/** `trustedSiteUrls[2]`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function invalid(fields: readonly FieldProblem[]): ServiceError {
  const problems = fields.map(({ field, problem }) => `${field} ${problem}`).join('; ');
  return new ServiceError('InvalidParameter', { problems }, { details: { fields } });
}
