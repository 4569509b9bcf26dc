/**
 * All simulated AWS services on one port, spoken to by any SDK, the AWS CLI and boto3. Each call runs in world time, meets
 * the fault set for it, needs what the caller's role allows, and is answered as AWS would. What is not simulated is refused loudly, never imitated.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WorldClock } from '../clock.ts';
import type { World } from '../world.ts';
import type { Authorization } from './authorization/authorization.ts';
import type { DynamoDb } from './dynamodb/dynamodb.ts';
import { crash, createFaults, type Fault } from './faults.ts';
import { awsError, type Service } from './service.ts';
import { type Call, createCalls } from './wire/calls.ts';
import type { WireRequest, WireResponse } from './wire/wire.ts';

/** A call that has come in, whatever becomes of it. */
export type Called = Pick<Call, 'service' | 'operation' | 'principal'>;

export interface AwsEndpoint {
  /** Calls back at each call. */
  onCalled(listener: (call: Called) => void): void;
  /** Calls back with each answer that is sent. */
  onAnswered(listener: (call: Called, answer: WireResponse) => void): void;
  /** On 127.0.0.1 only; port 0 takes a free one. */
  listen(port: number): Promise<{ port: number }>;
  /** Ends open connections too. */
  close(): Promise<void>;
}

export function createAwsEndpoint(
  world: World,
  services: Service[],
  dynamodb?: DynamoDb,
  authorization?: Authorization,
  /** Ends the sandbox whose function makes a call. */
  kill: (sandbox: string) => void = () => {},
): AwsEndpoint {
  const locate = createCalls(services, dynamodb, authorization?.refusal);
  const faults = createFaults(world);
  const listeners: ((call: Called) => void)[] = [];
  const answered: ((call: Called, answer: WireResponse) => void)[] = [];
  /** Sandboxes that are gone: what the code in them does yet reaches nothing, and hears nothing. */
  const gone = new Set<string>();

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (!request) return send(outgoing, { status: 413, headers: { connection: 'close' }, body: '' });
    // Functions sign with their sandbox's own session token, as in AWS.
    const sandbox = request.headers['x-amz-security-token'] ?? '';
    if (gone.has(sandbox)) return;
    const requestId = world.random.uuid();
    const call = locate(request, requestId);
    for (const listener of listeners) listener(call);
    const fault = faults.take(call.service, call.operation, call.principal);
    if (fault?.kind === 'kill') {
      if (fault.when === 'after') await call.perform();
      if (sandbox) gone.add(sandbox);
      return kill(sandbox); // who has died hears no answer
    }
    const answer = await answerUnder(fault, call, world.clock, sandbox);
    if (!answer) return void incoming.socket.destroy();
    for (const listener of answered) listener(call, answer);
    send(outgoing, { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId } });
  }

  const server = createServer((incoming, outgoing) => {
    stayAwake(incoming, outgoing);
    world.clock
      .run(() => serve(incoming, outgoing))
      .catch((error) => {
        if (incoming.complete) console.error(error); // otherwise the caller hung up while it was sending: no fault of ours
        incoming.socket.destroy();
      });
  });

  return {
    onCalled: (listener) => void listeners.push(listener),
    onAnswered: (listener) => void answered.push(listener),
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port }));
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Milliseconds of real time, well below what a client takes for silence (lambdas/clients/aws.ts). */
const SIGN_OF_LIFE_MS = 1000;

/**
 * A call may be held in world time: clients of ours, which count in real time, are shown that their connection lives (RFC 2518, 10.1).
 * Others take such a sign for the answer, as Python's do, and have a minute.
 */
function stayAwake({ headers }: IncomingMessage, outgoing: ServerResponse): void {
  if (!headers['user-agent']?.startsWith('aws-sdk-js/')) return;
  const signs = setInterval(() => {
    if (!outgoing.headersSent) outgoing.writeProcessing();
  }, SIGN_OF_LIFE_MS).unref();
  outgoing.once('close', () => clearInterval(signs));
}

/** Undefined: the connection drops. */
async function answerUnder(
  fault: Exclude<Fault, { kind: 'kill' }> | undefined,
  call: Call,
  clock: WorldClock,
  sandbox: string,
): Promise<WireResponse | undefined> {
  switch (fault?.kind) {
    case undefined:
      return call.perform();
    case 'refuse':
      return call.refuse(awsError(fault.error, fault.message), fault.status);
    case 'delay':
      await clock.pause(fault.ms, sandbox);
      return call.perform();
    case 'drop':
      return undefined;
    case 'repeat':
      await call.perform();
      return call.perform();
    case 'lose':
      await call.perform();
      return fault.status ? call.refuse(awsError('InternalFailure', 'The answer was lost'), fault.status) : undefined;
    case 'crash':
      if (fault.when === 'after') await call.perform();
      return crash();
  }
}

/** The largest request that a service here takes: 16 MB of a DynamoDB BatchWriteItem. More is a runaway client. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Undefined when the body is too large. */
async function readRequest(incoming: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk); // the rest is read and dropped, so that the refusal is heard
  });
  await new Promise((resolve, reject) => incoming.on('end', resolve).on('error', reject));
  if (length > MAX_BODY_BYTES) return undefined;
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const headers = Object.entries(incoming.headers).map(([name, value = '']) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
