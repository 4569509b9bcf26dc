/**
 * Writes outputs and errors. An error's status and members come from the service's own schemas; a name that the service
 * does not declare is answered as 400 with that code, as AWS answers Throttling or AccessDenied.
 */
import {
  type $SchemaRef,
  type Member,
  membersOf,
  type SdkConfig,
  type StaticErrorSchema,
  type StaticOperationSchema,
  structure,
  structureOf,
} from './schemas.ts';
import type { Dialect, WireResponse } from './wire.ts';

export interface Writer {
  output(operation: StaticOperationSchema, output: object): Promise<WireResponse>;
  /** `status` overrules the schema's. */
  refusal(error: Error, requestId: string, status?: number): Promise<WireResponse>;
}

export function createWriter(config: SdkConfig, dialect: Dialect, errors: StaticErrorSchema[]): Writer {
  /** `schema` is cached upon by the SDK: the same object for the same shape keeps this fast. */
  async function write(name: string, schema: $SchemaRef, value: object, status: number): Promise<WireResponse> {
    const mirrored = { namespace: '', name, traits: 0, input: schema, output: 'unit' as const };
    const { headers, body = '' } = await config.protocol.serializeRequest(mirrored, value, NO_ENDPOINT);
    const { 'x-amz-target': _, ...answered } = headers;
    return { status, headers: answered, body: typeof body === 'string' ? body : bytesOf(body) };
  }
  return {
    output(operation, output) {
      const { status = successStatus(operation), rest } = splitStatus(operation, output);
      return write(operation[2], operation[5], rest, status);
    },
    async refusal(error, requestId, status) {
      const schema = errors.find((declared) => declared[2] === error.name);
      const envelope = dialect === 'rest-xml' ? xmlEnvelope(error, schema, requestId) : jsonEnvelope(error, schema);
      const own = errorStatus(error, schema, dialect);
      const answer = await write(error.name, envelope.schema, envelope.value, status ?? own);
      // REST-JSON carries the code in a header; the others in the body.
      if (dialect === 'rest-json') answer.headers['x-amzn-errortype'] = error.name;
      return answer;
    },
  };
}

/** A response has no address: the request writer must not look for one. */
const NO_ENDPOINT = { endpoint: async () => undefined };

/** The SDK's JSON bytes carry a `valueOf` that warns when a Buffer is made of them: take the bytes beneath. */
function bytesOf(body: Uint8Array): Uint8Array {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function successStatus(operation: StaticOperationSchema): number {
  const traits = operation[3];
  return (typeof traits === 'object' && traits.http?.[2]) || 200;
}

/** Some outputs have a member that is the status itself, as Lambda's Invoke has. */
function splitStatus(operation: StaticOperationSchema, output: object): { status?: number; rest: object } {
  const member = membersOf(structureOf(operation[5])).find(([, schema]) => isStatus(schema))?.[0];
  if (member === undefined) return { rest: output };
  const { [member]: status, ...rest } = output as Record<string, unknown>;
  return { ...(typeof status === 'number' && { status }), rest };
}

/** Smithy's bit of the trait httpResponseCode, where a member is a pair of schema and traits. */
const HTTP_RESPONSE_CODE = 32;

function isStatus(schema: $SchemaRef): boolean {
  return Array.isArray(schema) && schema.length === 2 && schema[1] === HTTP_RESPONSE_CODE;
}

/** JSON services answer 400 to whatever is the caller's fault, also where the schema says 404 (seen of KMS: terraform-provider-aws#1818). */
function errorStatus(error: Error, schema: StaticErrorSchema | undefined, dialect: Dialect): number {
  const traits = typeof schema?.[3] === 'object' ? schema[3] : {};
  const { httpError } = traits;
  if (typeof httpError === 'number' && (dialect !== 'json' || httpError >= 500)) return httpError;
  return traits.error === 'server' || error.name === 'InternalFailure' ? 500 : 400;
}

interface Envelope {
  schema: $SchemaRef;
  value: object;
}

const STRING = 0;

/** `{ "__type": code, "message": text, ...members }`; some errors spell it `Message`. */
function jsonEnvelope(error: Error, schema: StaticErrorSchema | undefined): Envelope {
  const spelling = schema?.[4].find((name) => /^message$/i.test(name)) ?? 'message';
  const members: Member[] = [['__type', STRING], [spelling, STRING], ...ownMembers(schema)];
  return {
    schema: structure('', error.name, members),
    value: { ...ownValues(error, schema), __type: error.name, [spelling]: error.message },
  };
}

/** `<ErrorResponse><Error><Type/><Code/><Message/>...</Error><RequestId/></ErrorResponse>`. */
function xmlEnvelope(error: Error, schema: StaticErrorSchema | undefined, requestId: string): Envelope {
  const type = errorStatus(error, schema, 'rest-xml') < 500 ? 'Sender' : 'Receiver';
  const members: Member[] = [['Type', STRING], ['Code', STRING], ['Message', STRING], ...ownMembers(schema)];
  return {
    schema: structure('', 'ErrorResponse', [
      ['Error', structure('', 'Error', members)],
      ['RequestId', STRING],
    ]),
    value: {
      Error: { ...ownValues(error, schema), Type: type, Code: error.name, Message: error.message },
      RequestId: requestId,
    },
  };
}

/** What an error tells beside its message, such as `OpsItemId`. */
function ownMembers(schema: StaticErrorSchema | undefined): Member[] {
  return membersOf(schema).filter(([name]) => !/^(message|Type|Code)$/i.test(name));
}

function ownValues(error: Error, schema: StaticErrorSchema | undefined): object {
  const values = new Map<string, unknown>(Object.entries(error));
  return Object.fromEntries(ownMembers(schema).map(([name]) => [name, values.get(name)]));
}
