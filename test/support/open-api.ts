/**
 * The API's description as a judge: does an exchange with the API function, as API Gateway sees it, agree with the document that the
 * API itself serves? Every product of a test asks it for every call.
 */
import * as z from 'zod';
import { OPERATIONS, type OperationName } from '../../core/api/operations.ts';
import { ENVELOPE_FIELDS } from '../../lambdas/api/envelope.ts';
import { openApi } from '../../lambdas/api/open-api.ts';
import type { JsonSchema } from '../../lambdas/api/open-api-example.ts';
import type { Product } from '../../local/product.ts';

export interface GatewayCall {
  httpMethod: string;
  path: string;
  multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>> | null;
  body: string | null;
}
export interface GatewayAnswer {
  statusCode: number;
  headers?: Readonly<Record<string, string>>;
  body: string;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: JsonSchema;
}
type Content = Record<string, { schema: JsonSchema }>;
interface OperationObject {
  operationId: OperationName;
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

/** As served, but for one thing: here an answer has no field that the document does not name, so that no secret slips into one. */
export const DOCUMENT = closed(JSON.parse(JSON.stringify(openApi()))) as {
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, JsonSchema> };
};

/** What `allOf` adds to a schema stays open. */
function closed(part: unknown, isAdded = false): unknown {
  if (Array.isArray(part)) return part.map((one) => closed(one, isAdded));
  if (typeof part !== 'object' || part === null) return part;
  const inside = Object.entries(part).map(([key, value]) => [key, closed(value, key === 'allOf')]);
  const isOpen = !isAdded && 'properties' in part && !('additionalProperties' in part);
  return { ...Object.fromEntries(inside), ...(isOpen && { additionalProperties: false }) };
}

const COMPILED = new WeakMap<JsonSchema, z.ZodType>();

/** By the document alone: its schemas, its components. Zod makes an intersection of `allOf`, which allows what one part does. */
function complaints(schema: JsonSchema, value: unknown, where: string): string[] {
  if (schema.allOf) return (schema.allOf as JsonSchema[]).flatMap((part) => complaints(part, value, where));
  const compiled = COMPILED.get(schema) ?? compile(schema);
  COMPILED.set(schema, compiled);
  const { error } = compiled.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${where} ${path.join('.')}: ${message}`);
}

function compile(schema: JsonSchema): z.ZodType {
  const asDefs = <T>(part: T): T => JSON.parse(JSON.stringify(part).replaceAll('#/components/schemas/', '#/$defs/'));
  return z.fromJSONSchema(asDefs({ ...schema, $defs: DOCUMENT.components.schemas }) as never);
}

/** What in an exchange the document does not allow; empty when all is well. */
export function breaches(call: GatewayCall, answer: GatewayAnswer): string[] {
  if (!call.path.startsWith('/api/')) return rpcBreaches(call, answer);
  const found = operationOf(call);
  if (!found)
    return answer.statusCode < 400 || [400, 403, 404, 405].includes(answer.statusCode)
      ? []
      : [`${answer.statusCode} for no operation`];
  const { operation, path } = found;
  const where = `${operation.operationId} → ${answer.statusCode}`;
  if (answer.statusCode === 304) return [];
  const response = operation.responses[answer.statusCode];
  if (answer.statusCode === 303) return response ? formBreaches(operation, call) : [`${where}: no such answer`];
  const schema = Object.values(response?.content ?? {})[0]?.schema;
  if (!schema) return [`${where}: no such answer in the document: ${answer.body}`];
  const said = complaints(schema, JSON.parse(answer.body), where);
  return answer.statusCode < 300 ? [...said, ...requestBreaches(operation, path, call)] : said;
}

function operationOf({ httpMethod, path }: GatewayCall) {
  const wanted = path.replace(/^\/api/, '');
  for (const [template, methods] of Object.entries(DOCUMENT.paths)) {
    if (template === '/{operation}') continue;
    const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(wanted);
    const operation = methods[httpMethod.toLowerCase()];
    if (match && operation) return { operation, path: match.groups ?? {} };
  }
  return undefined;
}

/** Of a call that was accepted: the document must allow what the API took. */
function requestBreaches(operation: OperationObject, path: Record<string, string>, call: GatewayCall): string[] {
  const query = call.multiValueQueryStringParameters ?? {};
  const where = `${operation.operationId} was sent`;
  const inAddress = operation.parameters.flatMap((parameter) => {
    const text = parameter.in === 'path' ? decodeURIComponent(path[parameter.name] ?? '') : query[parameter.name]?.[0];
    if (parameter.in === 'header' || text === undefined) return [];
    const isNumber = parameter.schema.type === 'integer';
    return complaints(parameter.schema, isNumber ? Number(text) : text, `${where} ${parameter.name}`);
  });
  const schema = operation.requestBody?.content['application/json']?.schema;
  return schema && call.body ? [...inAddress, ...complaints(schema, JSON.parse(call.body), where)] : inAddress;
}

/** Of a form that was accepted. */
function formBreaches({ operationId, requestBody }: OperationObject, { body }: GatewayCall): string[] {
  const where = `${operationId} was sent a form`;
  const schema = requestBody?.content['application/x-www-form-urlencoded']?.schema;
  return schema
    ? complaints(schema, Object.fromEntries(new URLSearchParams(body ?? '')), where)
    : [`${where}, which is no body of it in the document`];
}

/** The envelope, and in it what the REST face would answer. */
function rpcBreaches({ path }: GatewayCall, { body, statusCode }: GatewayAnswer): string[] {
  const envelope = JSON.parse(body) as { errorCode: number };
  const { SuccessEnvelope, ErrorEnvelope } = DOCUMENT.components.schemas;
  const name = path.slice(1) as OperationName;
  const where = `RPC ${name} → ${statusCode}`;
  if (envelope.errorCode !== 0) return complaints(ErrorEnvelope ?? {}, envelope, where);
  const { path: template, method, success } = OPERATIONS[name];
  const schema =
    DOCUMENT.paths[template]?.[method.toLowerCase()]?.responses[success]?.content?.['application/json']?.schema;
  const answer = Object.fromEntries(Object.entries(envelope).filter(([field]) => !ENVELOPE_FIELDS.includes(field)));
  return [...complaints(SuccessEnvelope ?? {}, envelope, where), ...complaints(schema ?? {}, answer, where)];
}

/** Looks at every call of the product from now on. Answers what has been wrong so far. */
export function judge({ onInvoked }: Pick<Product, 'onInvoked'>): () => readonly string[] {
  const found: string[] = [];
  onInvoked((name, call, answer) => {
    if (name !== 'Api' || !answer) return;
    found.push(...breaches(call as GatewayCall, answer as GatewayAnswer));
  });
  return () => found;
}
