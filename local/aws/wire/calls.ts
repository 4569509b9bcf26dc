/**
 * Which service and operation a request means, and who calls. `x-amz-target` names JSON services; for the others the
 * credential scope of the signature names the service, method and path the operation. Signatures are parsed, not verified.
 */
import { OUR_ACCOUNT } from '../../world.ts';
import type { Authorization } from '../authorization/authorization.ts';
import type { DynamoDb } from '../dynamodb/dynamodb.ts';
import { awsError, type Caller, type Service } from '../service.ts';
import { createWire, type Wire, type WireCall, type WireRequest, type WireResponse } from './wire.ts';

/** One request to one operation, wherever it goes. Neither function throws: an error is an answer. */
export interface Call {
  service: string;
  operation: string;
  /** The function or person behind it. */
  principal: string;
  perform(): Promise<WireResponse>;
  refuse(error: Error, status?: number): Promise<WireResponse>;
}

type Locate = (request: WireRequest, requestId: string) => Call;

/** DynamoDB's API of 2012-08-10, the only one in use. */
const DYNAMODB_TARGET = 'DynamoDB_20120810';

/** Who may do what; without one, everybody everything. */
type Refusal = Authorization['refusal'];
const nothingRefused: Refusal = () => undefined;

export function createCalls(
  services: Service[],
  dynamodb: DynamoDb | undefined,
  refusal: Refusal = nothingRefused,
): Locate {
  const wires = services.map(createWire);
  return (request, requestId) => {
    const [target, operation = ''] = request.headers['x-amz-target']?.split('.') ?? [];
    const credential = credentialOf(request);
    if (!credential) return unauthenticated(request);
    const caller = callerOf(credential.accessKeyId, requestId);
    if (target === DYNAMODB_TARGET && dynamodb) return dynamoDbCall(dynamodb, operation, request, caller, refusal);
    const wire = wires.find((each) => (target ? each.target === target : each.signingName === credential.service));
    const call = wire?.match(request);
    if (!wire || !call) return unknown(request, wire?.service.name ?? credential.service);
    return serviceCall(wire, call, caller, refusal);
  };
}

function serviceCall(wire: Wire, call: WireCall, caller: Caller, refusal: Refusal): Call {
  const { service } = wire;
  const refuse = (error: Error, status?: number) => wire.refuse(error, caller.requestId, status);
  const handlers = service.handlers as Record<string, (input: object, caller: Caller) => object | Promise<object>>;
  const handler = handlers[call.operation];
  return {
    service: service.name,
    operation: call.operation,
    principal: caller.principal,
    refuse,
    async perform() {
      if (!handler) return refuse(notSimulated(service.name, call.operation), NOT_SIMULATED);
      try {
        const input = await call.read();
        const refused = refusal(caller, service.name, call.operation, input);
        if (refused) return await refuse(refused.error, refused.status);
        return await call.write((await handler(input, caller)) ?? {});
      } catch (error) {
        return refuse(asAwsError(error));
      }
    },
  };
}

/** DynamoDB's wire is plain JSON in and out: dynalite speaks it itself. */
function dynamoDbCall(
  dynamodb: DynamoDb,
  operation: string,
  request: WireRequest,
  caller: Caller,
  refusal: Refusal,
): Call {
  const refuse = async (error: Error, status?: number) =>
    jsonRefusal(error, status ?? (error.name === 'InternalFailure' ? 500 : 400));
  return {
    service: 'dynamodb',
    operation,
    principal: caller.principal,
    refuse,
    async perform() {
      if (!dynamodb.supports(operation)) return refuse(notSimulated('dynamodb', operation), NOT_SIMULATED);
      try {
        const input = parseJson(request.body);
        const refused = refusal(caller, 'dynamodb', operation, input);
        if (refused) return await refuse(refused.error, refused.status);
        const output = await dynamodb.call(operation, input);
        return { status: 200, headers: { 'content-type': JSON_1_0 }, body: JSON.stringify(output) };
      } catch (error) {
        return refuse(asAwsError(error));
      }
    },
  };
}

function unknown(request: WireRequest, service: string): Call {
  const action = /^Action=(\w+)/m.exec(new TextDecoder().decode(request.body))?.[1];
  const operation = request.headers['x-amz-target']?.split('.')[1] ?? action ?? `${request.method} ${request.path}`;
  const refuse = async (error: Error, status = NOT_SIMULATED) => plainRefusal(request, error, status);
  return { service, operation, principal: '', refuse, perform: () => refuse(notSimulated(service, operation)) };
}

function unauthenticated(request: WireRequest): Call {
  const refuse = async (error: Error, status = 403) => plainRefusal(request, error, status);
  const perform = () => refuse(awsError('MissingAuthenticationToken', 'Request is missing Authentication Token'));
  return { service: '', operation: '', principal: '', refuse, perform };
}

/** 501: SDKs do not try it again. */
const NOT_SIMULATED = 501;

function notSimulated(service: string, operation: string): Error {
  return awsError('NotSimulated', `${service} ${operation} is not simulated: see local/FIDELITY.md`);
}

/** An error that a handler meant (`awsError` gives it a name of its own) goes to the caller; any other is a bug of ours. */
function asAwsError(error: unknown): Error {
  if (error instanceof Error && error.constructor === Error && Object.hasOwn(error, 'name')) return error;
  console.error(error);
  return awsError('InternalFailure', 'The simulator failed: its stack is in the log');
}

/** `AWS4-HMAC-SHA256 Credential=<access key id>/<date>/<region>/<service>/aws4_request, ...` */
function credentialOf(request: WireRequest): { accessKeyId: string; service: string } | undefined {
  const [accessKeyId, ...scope] =
    /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]?.split('/') ?? [];
  const service = scope.at(-2);
  return accessKeyId && service ? { accessKeyId, service } : undefined;
}

function callerOf(accessKeyId: string, requestId: string): Caller {
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : OUR_ACCOUNT;
  return { account, principal: accessKeyId, requestId };
}

const JSON_1_0 = 'application/x-amz-json-1.0';

function parseJson(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw awsError('SerializationException', cause instanceof Error ? cause.message : String(cause));
  }
  throw awsError('SerializationException', 'Start of structure expected');
}

function jsonRefusal(error: Error, status: number): WireResponse {
  const { name, ...members } = error; // spread: what `awsError` was given, not message and stack
  const body = JSON.stringify({ ...members, __type: name, message: error.message });
  return { status, headers: { 'content-type': JSON_1_0, 'x-amzn-errortype': name }, body };
}

/** For a request that no known service's protocol can be taken for: JSON to who speaks JSON, else XML. */
function plainRefusal(request: WireRequest, error: Error, status: number): WireResponse {
  if (/json/.test(request.headers['content-type'] ?? '')) return jsonRefusal(error, status);
  const message = error.message.replace(/[<&]/g, (character) => `&#${character.charCodeAt(0)};`);
  const body = `<ErrorResponse><Error><Code>${error.name}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-errortype': error.name }, body };
}
