/** Reads an operation's input: path, query and body parameters as one object, checked as a whole, every problem by its name. */
import type { z } from 'zod';
import { type FieldProblem, ServiceError } from '../../core/errors.ts';
import { isPrintable } from '../../core/text.ts';
import { repeatedNames } from './repeated-names.ts';
import { valuesOf } from './text-values.ts';

/** Bytes. The largest honest body is a site of 100 URLs of 2,048 characters: 205 kB. */
export const BODY_LIMIT = 256 * 1024;

export interface Parts {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Names that the query has more than once. */
  repeated?: readonly string[];
  /** JSON text, empty when there was none; or fields that were read already. */
  body: string | Readonly<Record<string, unknown>>;
}

/** Throws InvalidParameter with all field problems, or MalformedBody. A name is given once. */
export function readInput<Schema extends z.ZodObject>(schema: Schema, parts: Parts): z.output<Schema> {
  const { path, query, repeated = [], body } = parts;
  const fromBody = typeof body === 'string' ? parseObject(body) : body;
  const twice = typeof body === 'string' ? [...repeated, ...repeatedNames(body)] : repeated;
  const given = { ...fromBody, ...valuesOf(schema, query), ...path };
  const clashes = Object.keys(fromBody).filter((name) => Object.hasOwn(path, name) || Object.hasOwn(query, name));
  const problems: FieldProblem[] = [
    ...clashes.map((field) => ({ field, problem: 'is given in the address and in the body' })),
    ...twice.map((field) => ({ field, problem: 'is given more than once' })),
    ...unprintable(given),
  ];
  const checked = schema.safeParse(given, { reportInput: true });
  if (!checked.success) problems.push(...fieldProblems(checked.error.issues));
  if (!checked.success || problems.length > 0) throw invalid(problems);
  return checked.data;
}

/** What is taken is stored, mailed, shown and sent to AWS, and none of these takes every text. No input is a list of lists. */
function unprintable(given: Readonly<Record<string, unknown>>): FieldProblem[] {
  const texts = Object.entries(given).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((each, index) => [`${name}[${index}]`, each] as const) : [[name, value] as const],
  );
  return texts
    .filter(([, value]) => typeof value === 'string' && !isPrintable(value))
    .map(([field]) => ({ field, problem: 'must be text without control characters' }));
}

/** Names of all parameters that were sent, those of an unreadable body excepted. */
export function namesIn({ path = {}, query = {}, body }: Partial<Parts>): string[] {
  let fields: unknown = {};
  try {
    fields = typeof body === 'string' && body ? JSON.parse(body) : (body ?? {});
  } catch {
    // It has no names; readInput says so to the caller.
  }
  const inBody = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? Object.keys(fields) : [];
  return [...Object.keys(path), ...Object.keys(query), ...inBody];
}

function parseObject(body: string): Record<string, unknown> {
  if (body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new ServiceError('MalformedBody', { problem: whereUnreadable(error) }); // without a cause: that goes to the log
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ServiceError('MalformedBody', { problem: 'it is no object' });
  }
  return value as Record<string, unknown>;
}

/** V8 quotes the text around what it does not understand, which may be a secret: only the place is told, where it names one. */
function whereUnreadable(error: unknown): string {
  const { message } = error as SyntaxError;
  const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(message) ?? [];
  if (line) return `look at line ${line}, column ${column}`;
  return /end of JSON/.test(message) ? 'it ends too early' : 'one of its values is none of JSON';
}

/** Every problem by its field, in words that follow the field's name. The issues must carry their input. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  return issues.flatMap(problemsOf);
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) => ({ field, problem: 'is not a parameter of this operation' }));
  return [{ field: pathOf(issue.path), problem: inWords(issue) }];
}

/** What is wrong with one value, to follow its name: `must have at least 1 entry`. */
function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${articled(issue.expected)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must ${bounded('at least', issue.minimum, issue.origin)}`;
    case 'too_big':
      return `must ${bounded('at most', issue.maximum, issue.origin)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      if (issue.format === 'regex') return issue.message; // the schema's own words
      return issue.format === 'email' ? 'must be a mail address' : `must be a valid ${issue.format}`;
    default:
      return issue.message;
  }
}

function articled(type: string): string {
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** `have at most 20 characters`, `be at least 1`. */
function bounded(bound: 'at least' | 'at most', limit: number | bigint, origin: string): string {
  if (origin === 'number' || origin === 'int') return `be ${bound} ${limit}`;
  const [one, many] = origin === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  return `have ${bound} ${limit} ${limit === 1 ? one : many}`;
}

/** `trustedSiteUrls[2]`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

/** The error of one field whose problem only its operation can see. */
export function invalidField(field: string, problem: string): ServiceError {
  return invalid([{ field, problem }]);
}

function invalid(fields: readonly FieldProblem[]): ServiceError {
  const problems = fields.map(({ field, problem }) => `${field} ${problem}`).join('; ');
  return new ServiceError('InvalidParameter', { problems }, { details: { fields } });
}
