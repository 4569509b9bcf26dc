/**
 * A service as its SDK module describes it: operations and errors as data, and the client's protocol. This is the whole
 * inside of the SDK that the wire stands on; test/fidelity/aws-wire.test.ts is the tripwire for a version that moves it.
 */
import type {
  $SchemaRef,
  SchemaTraits,
  StaticErrorSchema,
  StaticOperationSchema,
  StaticStructureSchema,
} from '@smithy/types';
import type { Service } from '../service.ts';

export type { $SchemaRef, StaticErrorSchema, StaticOperationSchema } from '@smithy/types';

/** What an SDK client holds about the wire, as far as it is touched here. */
export interface SdkConfig {
  readonly defaultSigningName: string;
  readonly protocolSettings: { serviceTarget?: string };
  readonly protocol: {
    /** `aws.protocols#awsJson1_1`, `aws.protocols#restXml` ... */
    getShapeId(): string;
    setSerdeContext(config: object): void;
    getResponseType(): new (message: { statusCode: number; headers: object; body: Uint8Array }) => object;
    deserializeResponse(operation: OperationShape, context: object, response: object): Promise<Record<string, unknown>>;
    serializeRequest(operation: OperationShape, input: object, context: object): Promise<SdkRequest>;
  };
}

interface SdkRequest {
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** An operation as a protocol takes it. */
export interface OperationShape {
  namespace: string;
  name: string;
  traits: SchemaTraits;
  input: $SchemaRef;
  output: $SchemaRef;
}

/** A member of a structure: its name, and its schema with the traits that bind it to the wire. */
export type Member = [name: string, schema: $SchemaRef];

// Smithy's static schemas are tuples: kind, namespace, name, traits, then what the kind needs.
const OPERATION = 9;
const ERROR = -3;
const STRUCTURE = 3;

export function operationsOf(service: Service): StaticOperationSchema[] {
  return exportedSchemas(service).filter((schema): schema is StaticOperationSchema => schema[0] === OPERATION);
}

export function errorsOf(service: Service): StaticErrorSchema[] {
  return exportedSchemas(service).filter((schema): schema is StaticErrorSchema => schema[0] === ERROR);
}

function exportedSchemas(service: Service): (StaticOperationSchema | StaticErrorSchema | unknown[])[] {
  return Object.values(service.module as object).filter(Array.isArray);
}

/** The structure behind a reference; undefined for an operation that takes or gives nothing. */
export function structureOf(ref: $SchemaRef): StaticStructureSchema | undefined {
  const schema = typeof ref === 'function' ? ref() : ref;
  return schema === 'unit' ? undefined : (schema as StaticStructureSchema);
}

export function membersOf(structure: StaticStructureSchema | StaticErrorSchema | undefined): Member[] {
  return structure?.[4].map((name, index): Member => [name, structure[5][index] ?? 'unit']) ?? [];
}

export function structure(
  namespace: string,
  name: string,
  members: Member[],
  traits: SchemaTraits = 0,
): StaticStructureSchema {
  return [STRUCTURE, namespace, name, traits, members.map(([member]) => member), members.map(([, schema]) => schema)];
}
