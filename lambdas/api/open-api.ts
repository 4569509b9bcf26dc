/** The API's description, made from the operations: OpenAPI 3.1, whose schemas are JSON Schema. */
import * as z from 'zod';
import { OPERATIONS } from '../../core/operations.ts';

export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, { method, path, success, summary, input }] of Object.entries(OPERATIONS)) {
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: operationObject({ name, method, path, success, summary, input }),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'First-party certificates', version: '0.1.0' },
    servers: [{ url: '/api' }],
    paths,
  };
}

interface Row {
  name: string;
  method: string;
  path: string;
  success: number;
  summary: string;
  input: z.ZodObject;
}

function operationObject({ name, method, path, success, summary, input }: Row) {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' }) as Schema;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const others = Object.keys(properties).filter((field) => !inPath.includes(field));
  const inQuery = method === 'GET' ? others : [];
  const inBody = method === 'GET' ? [] : others;
  const problem = { description: 'RFC 9457 problem details', content: { 'application/problem+json': {} } };
  return {
    operationId: name,
    summary,
    parameters: [
      ...inPath.map((field) => ({ name: field, in: 'path', required: true, schema: properties[field] })),
      ...inQuery.map((field) => ({
        name: field,
        in: 'query',
        required: required.includes(field),
        schema: properties[field],
      })),
    ],
    ...(inBody.length > 0 ? { requestBody: requestBody(inBody, properties, required) } : {}),
    responses: { [success]: { description: summary }, default: problem },
  };
}

interface Schema {
  properties?: Record<string, unknown>;
  required?: string[];
}

function requestBody(fields: readonly string[], properties: Record<string, unknown>, required: readonly string[]) {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field, properties[field]])),
    required: required.filter((field) => fields.includes(field)),
    additionalProperties: false,
  };
  return { required: schema.required.length > 0, content: { 'application/json': { schema } } };
}
