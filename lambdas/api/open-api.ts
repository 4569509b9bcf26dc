/**
 * The API's description, OpenAPI 3.1, made from the operations alone: parameters, answers, the problems that each can end in, who may
 * call, and examples. Its schemas are JSON Schema, as zod writes it.
 */
import * as z from 'zod';
import { OPERATIONS, type Operation } from '../../core/api/operations.ts';
import { ERRORS, type ErrorCode, httpStatusOf, ServiceError } from '../../core/errors.ts';
import type { RequiredPermission } from '../../core/principal.ts';
import { placesIn } from '../../core/text.ts';
import { ErrorEnvelope, SuccessEnvelope } from './envelope.ts';
import { exampleOf, type JsonSchema } from './open-api-example.ts';
import { isForATime, ProblemDetails, problemOf } from './problem.ts';

type Schemas = Record<string, JsonSchema>;

export function openApi() {
  const schemas: Schemas = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, row] of Object.entries<Operation>(OPERATIONS))
    paths[row.path] = { ...paths[row.path], [row.method.toLowerCase()]: operationObject(name, row, schemas) };
  paths['/{operation}'] = rpcPath(schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'First-party certificates',
      version: '0.1.0',
      description: 'Answers may gain fields: read over those that you do not know.',
    },
    servers: [{ url: '/api' }],
    paths,
    components: { schemas, securitySchemes: SECURITY_SCHEMES },
  };
}

const SECURITY_SCHEMES = {
  application: { type: 'http', scheme: 'basic', description: 'User key and secret of an application. HTTPS only.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'glt_{apiKey}',
    description:
      'The console’s session, with gltexp_{apiKey}; the API key is the console’s own. What changes something needs the console’s Origin.',
  },
  signature: {
    type: 'apiKey',
    in: 'query',
    name: 'sig',
    description:
      'RPC only: a form parameter, HMAC-SHA1 of the OAuth 1.0 base string, beside apiKey, userKey, timestamp and nonce. As the vendor’s SDKs sign.',
  },
};

function operationObject(name: string, row: Operation, schemas: Schemas) {
  const { method, path, success, summary, permission, output } = row;
  const { properties = {}, required = [] } = jsonSchema(row.input, schemas, 'input');
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const others = Object.keys(properties).filter((field) => !inPath.includes(field));
  const hasBody = method === 'PUT' || method === 'POST';
  const parameter = (field: string, where: 'path' | 'query') => {
    const { description, ...schema } = properties[field] ?? {};
    return {
      name: field,
      in: where,
      required: required.includes(field),
      ...(description ? { description } : {}),
      schema,
    };
  };
  const answer = jsonSchema(output, schemas, 'output');
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    summary,
    'x-permission': permission,
    security: SECURITY[permission] ?? [{ application: [] }, { session: [] }],
    parameters: [
      ...inPath.map((field) => parameter(field, 'path')),
      ...(hasBody ? [] : others.map((field) => parameter(field, 'query'))),
      ...(takesKey(row) ? [IDEMPOTENCY_KEY] : []),
      ...(method === 'GET' ? [IF_NONE_MATCH] : []),
      ...(isConditional(row) ? [IF_MATCH] : []),
    ],
    ...(hasBody && others.length > 0
      ? { requestBody: requestBody(row, others, { properties, required }, schemas) }
      : {}),
    responses: {
      [success]: {
        description: summary,
        ...(success === 200 ? {} : { headers: { Location: { schema: { type: 'string' } } } }),
        content: { 'application/json': { schema: answer, example: exampleOf(answer, schemas) } },
      },
      ...(row.takesForm ? { 303: SENT_ON } : {}),
      ...(method === 'GET' ? { 304: { description: 'As the ETag says, nothing has changed' } } : {}),
      ...problemResponses(row, schemas),
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same call again under the same key does nothing again, and answers what it answered. Kept for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};
const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of a GET: 412 where it would be another one by now. *: 412 where there is nothing yet.',
  schema: { type: 'string' },
};
const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag of an answer: 304 while it would be the same',
  schema: { type: 'string' },
};

/** Who may call, where it is not whoever has the permission. */
const SECURITY: Partial<Record<RequiredPermission, object[]>> = {
  public: [],
  authenticated: [{ application: [] }],
};

/** Does the operation take an Idempotency-Key? */
function takesKey({ method, permission, holdsSecret }: Operation): boolean {
  return method === 'POST' && permission !== 'public' && !holdsSecret;
}

/** Does the operation take If-Match? */
export function isConditional({ errors }: { errors: readonly ErrorCode[] }): boolean {
  return errors.includes('PreconditionFailed');
}

/** What a browser gets that has brought a form. */
const SENT_ON = {
  description:
    'Of a form: the browser goes on to where the answer’s `location` says; refused, to the console’s page that says why',
  headers: { Location: { schema: { type: 'string' } } },
};

function requestBody(
  { takesForm }: Operation,
  fields: readonly string[],
  { properties, required }: { properties: Schemas; required: readonly string[] },
  schemas: Schemas,
) {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field, properties[field] ?? {}])),
    required: required.filter((field) => fields.includes(field)),
    additionalProperties: false,
  };
  const body = { schema, example: exampleOf(schema, schemas) };
  const content = { 'application/json': body, ...(takesForm ? { 'application/x-www-form-urlencoded': body } : {}) };
  return { required: schema.required.length > 0, content };
}

/** What every call can be refused for, and what besides it one can that must say who makes it. */
const ANY_CALL: readonly ErrorCode[] = ['InvalidParameter', 'RequestUnreadable', 'BodyTooLarge', 'SecretOverHttp'];
const ANY_CALLER: readonly ErrorCode[] = [
  'MissingParameter',
  'ApiKeyUnknown',
  'ForeignOrigin',
  'RequestExpired',
  'WrongSignature',
  'Replayed',
  'NotAMember',
  'PermissionDenied',
  'WrongSecret',
  'SessionEnded',
  'SessionInvalid',
  'NotSignedIn',
  'TooManyCalls',
  'LockedOut',
];
const NOT_YOUR_FAULT = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => httpStatusOf(code) >= 500);

/** Every code that an operation can answer, for the wiring of the console and the tests too. */
export function codesOf(row: Operation): ErrorCode[] {
  const { permission, errors, method } = row;
  return [
    ...new Set<ErrorCode>([
      ...errors,
      ...ANY_CALL,
      ...(permission === 'public' ? [] : ANY_CALLER),
      ...(method === 'GET' ? [] : (['MalformedBody'] as const)),
      ...(takesKey(row) ? (['KeyReused', 'CallRunning'] as const) : []),
      ...NOT_YOUR_FAULT,
    ]),
  ];
}

function problemResponses(row: Operation, schemas: Schemas) {
  const problem = jsonSchema(ProblemDetails, schemas, 'output');
  const byStatus = Map.groupBy(codesOf(row), httpStatusOf);
  const own: readonly ErrorCode[] = row.errors;
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const known = status === 500 ? [...codes, 'InternalError'] : codes;
      const schema = { allOf: [problem, { type: 'object', properties: { code: { enum: known } } }] };
      const told = codes.filter((code) => own.includes(code));
      const examples = Object.fromEntries(told.map((code) => [code, { value: exampleProblem(code) }]));
      const content = { 'application/problem+json': { schema, ...(told.length > 0 ? { examples } : {}) } };
      const headers = codes.some(isForATime) ? { headers: { 'Retry-After': RETRY_AFTER } } : {};
      return [status, { description: known.join(', '), ...headers, content }];
    }),
  );
}

const RETRY_AFTER = {
  description: 'When the call may come again, where that is known: an HTTP date',
  schema: { type: 'string' },
};

function exampleProblem(code: ErrorCode) {
  const { publicText, remedy } = ERRORS[code];
  const places = [...placesIn(publicText), ...placesIn(remedy)];
  return problemOf(new ServiceError(code, Object.fromEntries(places.map((place) => [place, '…']))), '…');
}

/** The other face: the same operations by name, with form parameters, for the vendor's SDKs. */
function rpcPath(schemas: Schemas) {
  const [success, error] = [SuccessEnvelope, ErrorEnvelope].map((schema) => jsonSchema(schema, schemas, 'output'));
  return {
    servers: [{ url: '/' }],
    post: {
      operationId: 'rpc',
      tags: ['rpc'],
      summary:
        'Any operation by its name, with its parameters as a form: numbers and booleans as text, lists as JSON text',
      security: [{ signature: [] }, { application: [] }],
      parameters: [
        {
          name: 'operation',
          in: 'path',
          required: true,
          schema: { type: 'string', enum: Object.keys(OPERATIONS) },
        },
        IDEMPOTENCY_KEY,
      ],
      requestBody: {
        required: false,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              type: 'object',
              properties: {
                apiKey: { type: 'string', description: 'The site: operations on a site need no siteId then' },
                userKey: { type: 'string', description: 'Who calls; without it the site’s owner' },
                secret: { type: 'string', description: 'Instead of a signature' },
                timestamp: { type: 'string', description: 'Unix seconds' },
                nonce: { type: 'string' },
                sig: { type: 'string' },
                format: { const: 'json' },
                httpStatusCodes: { type: 'string', description: 'true: HTTP’s status says how it went' },
              },
              additionalProperties: { type: 'string' },
            },
          },
        },
      },
      responses: {
        200: {
          description: 'The vendor’s response envelope; errorCode says how it went',
          content: { 'application/json': { schema: { anyOf: [success, error] } } },
        },
        default: {
          description: 'With httpStatusCodes=true',
          content: { 'application/json': { schema: error } },
        },
      },
    },
  };
}

/** The schema, what it names moved to the document's components. An answer is not closed: it may gain fields. */
function jsonSchema(schema: z.ZodType, schemas: Schemas, io: 'input' | 'output'): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema: part }) => {
      tidy(part as JsonSchema);
      if (io === 'output' && part.additionalProperties === false) delete part.additionalProperties;
    },
  });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _, $defs = {}, ...own } = JSON.parse(text) as JsonSchema & { $defs?: Schemas };
  for (const [id, named] of Object.entries($defs)) schemas[id] = named;
  return own;
}

/** Ours are read-only in TypeScript, which is not what OpenAPI means by it; a format says more than its pattern. */
function tidy(made: JsonSchema): void {
  delete made.readOnly;
  delete made.id;
  if (made.format) delete made.pattern;
  const names = made.propertyNames as JsonSchema | undefined;
  if (names && !names.enum) delete made.propertyNames;
}
