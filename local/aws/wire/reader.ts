/**
 * Reads the input of one operation from a request. The protocol's response reader knows bodies and headers but no URIs:
 * it is handed the input's schema without the members bound to path and query, and those are read here.
 */
import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { awsError } from '../service.ts';
import { type Violation, violations } from './constraints.ts';
import {
  membersOf,
  type OperationShape,
  type SdkConfig,
  type StaticErrorSchema,
  type StaticOperationSchema,
  structure,
  structureOf,
} from './schemas.ts';
import type { Dialect, WireRequest } from './wire.ts';

export type Reader = (request: WireRequest, labels: Record<string, string>) => Promise<Record<string, unknown>>;

export function createReader(
  operation: StaticOperationSchema,
  config: SdkConfig,
  dialect: Dialect,
  errors: StaticErrorSchema[],
): Reader {
  const [, namespace, name, , input] = operation;
  const struct = structureOf(input);
  const members = NormalizedSchema.of(structure(namespace, name, membersOf(struct)));
  const inUri = [...members.structIterator()].filter(([, member]) => isInUri(member));
  const rest = membersOf(struct).filter(([member]) => !inUri.some(([other]) => other === member));
  const asOutput = structure(namespace, struct?.[2] ?? name, rest, struct?.[3]);
  const mirrored: OperationShape = { namespace, name, traits: 0, input: 'unit', output: asOutput };
  const root = rootElement(members, struct?.[2] ?? name);
  const Response = config.protocol.getResponseType();

  return async (request, labels) => {
    refuseMalformed(request.body, dialect, root);
    const message = new Response({ statusCode: 200, headers: { ...request.headers }, body: request.body });
    const { $metadata: _, ...decoded } = await orMalformed(dialect, async () => ({
      ...(await config.protocol.deserializeResponse(mirrored, {}, message)),
      ...fromUri(inUri, labels, request.query),
    }));
    refuseViolations(violations(input, decoded), dialect, errors);
    return decoded;
  };
}

function isInUri(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits();
  return Boolean(traits.httpLabel || traits.httpQuery);
}

/** Smithy: time stamps in URIs are date-time (5) unless the member says otherwise. */
const uriReader = new FromStringShapeDeserializer({
  httpBindings: true,
  timestampFormat: { useTrait: true, default: 5 },
});

function fromUri(
  members: [string, NormalizedSchema][],
  labels: Record<string, string>,
  query: URLSearchParams,
): object {
  const found = members.flatMap(([name, member]) => {
    const label = labels[name];
    if (label !== undefined) return [[name, uriReader.read(member, decodeURIComponent(label))]];
    const key = member.getMergedTraits().httpQuery;
    if (key === undefined || !query.has(key)) return [];
    const values = query.getAll(key);
    if (!member.isListSchema()) return [[name, uriReader.read(member, values[0] ?? '')]];
    return [[name, values.map((value) => uriReader.read(member.getValueSchema(), value))]];
  });
  return Object.fromEntries(found);
}

/** Name of the XML document: the payload member's, or the input's own. */
function rootElement(members: NormalizedSchema, inputName: string): string | undefined {
  for (const [, member] of members.structIterator()) {
    const { httpPayload, xmlName } = member.getMergedTraits();
    if (httpPayload) return member.isStructSchema() ? (xmlName ?? member.getName()) : undefined;
  }
  return inputName;
}

/** The SDK's readers take any root element and a truncated document; AWS does not. */
function refuseMalformed(body: Uint8Array, dialect: Dialect, root: string | undefined): void {
  if (body.length === 0 || root === undefined) return;
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString().trim();
  if (dialect !== 'rest-xml') {
    if (!text.startsWith('{')) throw malformed(dialect, 'Start of structure expected');
    return;
  }
  const opening = /^(?:<\?xml[^>]*\?>\s*)?<([\w.-]+)[^>]*>/.exec(text);
  const closed = opening && (text.endsWith(`</${root}>`) || (opening[0] === text && text.endsWith('/>')));
  if (opening?.[1] !== root || !closed) throw malformed(dialect, `Expected one complete <${root}> document`);
}

/** What the SDK cannot decode is the caller's mistake. */
async function orMalformed<T>(dialect: Dialect, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (cause) {
    throw malformed(dialect, cause instanceof Error ? cause.message : String(cause));
  }
}

/** CloudFront's and Route 53's code for XML they cannot take is MalformedInput (aws-sdk-ruby issue 1067), not S3's MalformedXML. */
function malformed(dialect: Dialect, message: string): Error {
  return awsError(dialect === 'rest-xml' ? 'MalformedInput' : 'SerializationException', message);
}

/** How a service calls input that breaks a constraint of its model: the first of these that it has, else ValidationException. */
const REST_REFUSALS = ['BadRequestException', 'InvalidInput', 'InvalidArgument'];

function refuseViolations(found: Violation[], dialect: Dialect, errors: StaticErrorSchema[]): void {
  const mistyped = found.find(({ kind }) => kind === 'mistyped');
  if (mistyped) throw malformed(dialect, `Value at '${mistyped.path}' is not of the expected type`);
  // AWS's REST-XML services refuse an empty list element (aws-sdk-ruby issue 1954): with Quantity 0, leave Items out.
  if (dialect === 'rest-xml' && found.some(({ kind }) => kind === 'emptyList')) {
    throw malformed(dialect, 'Unexpected list element termination');
  }
  const missing = found.filter(({ kind }) => kind === 'missing');
  if (missing.length === 0) return;
  const code = REST_REFUSALS.find((name) => dialect !== 'json' && errors.some((schema) => schema[2] === name));
  const details = missing.map(
    ({ path }) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  const plural = missing.length === 1 ? '' : 's';
  throw awsError(
    code ?? 'ValidationException',
    `${missing.length} validation error${plural} detected: ${details.join('; ')}`,
  );
}
