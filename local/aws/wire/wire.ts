/**
 * One service's wire protocol from the server's side: the SDK client's protocol run backwards. A request is read as if it
 * were a response in the shape of the operation's input; a response is written as if it were a request in the shape of
 * its output. No operation is known here by name.
 */
import type { Service } from '../service.ts';
import { createReader, type Reader } from './reader.ts';
import { createRoute } from './routes.ts';
import { errorsOf, operationsOf, type SdkConfig, type StaticOperationSchema } from './schemas.ts';
import { createWriter, type Writer } from './writer.ts';

export interface WireRequest {
  method: string;
  /** Still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** The protocols that the installed clients speak; JSON 1.0 and 1.1 differ in a header only. */
export type Dialect = 'json' | 'rest-json' | 'rest-xml';

/** A request whose operation is known. */
export interface WireCall {
  operation: string;
  /** Throws what AWS answers when the input is malformed, of another type, or lacks a required member. */
  read(): Promise<object>;
  write(output: object): Promise<WireResponse>;
}

export interface Wire {
  service: Service;
  /** The service in a request's credential scope: `acm`, `route53`, `ses` ... */
  signingName: string;
  /** What stands before the dot in `x-amz-target`, for the JSON protocols. */
  target: string | undefined;
  /** Undefined when the request names no operation of this service. */
  match(request: WireRequest): WireCall | undefined;
  refuse: Writer['refusal'];
}

export function createWire(service: Service): Wire {
  const config = service.client.config as SdkConfig;
  config.protocol.setSerdeContext(config);
  const dialect = dialectOf(config);
  const errors = errorsOf(service);
  const operations = operationsOf(service);
  const byName = new Map(operations.map((operation) => [operation[2], operation]));
  const route = createRoute(operations);
  const readers = new Map<StaticOperationSchema, Reader>();
  const writer = createWriter(config, dialect, errors);

  function readerOf(operation: StaticOperationSchema): Reader {
    const reader = readers.get(operation) ?? createReader(operation, config, dialect, errors);
    readers.set(operation, reader);
    return reader;
  }

  function find(request: WireRequest) {
    if (dialect !== 'json') return route(request.method, request.path, request.query);
    const operation = byName.get(request.headers['x-amz-target']?.split('.')[1] ?? '');
    return operation && { operation, labels: {} };
  }

  return {
    service,
    signingName: config.defaultSigningName,
    target: dialect === 'json' ? config.protocolSettings.serviceTarget : undefined,
    match(request) {
      const found = find(request);
      if (!found) return undefined;
      return {
        operation: found.operation[2],
        read: () => readerOf(found.operation)(request, found.labels),
        write: (output) => writer.output(found.operation, output),
      };
    },
    refuse: writer.refusal,
  };
}

function dialectOf(config: SdkConfig): Dialect {
  const protocol = config.protocol.getShapeId();
  if (protocol.startsWith('aws.protocols#awsJson1_')) return 'json';
  if (protocol === 'aws.protocols#restJson1') return 'rest-json';
  if (protocol === 'aws.protocols#restXml') return 'rest-xml';
  throw new Error(`${protocol} is not spoken here: the endpoint speaks AWS JSON, REST-JSON and REST-XML`);
}
