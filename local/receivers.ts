/**
 * Receivers of webhooks in the simulated world: every name that leads to this machine has one, under a certificate of the world's
 * authority. They keep what they get, and answer what they are told to.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority } from './tls/authority.ts';
import type { World } from './world.ts';

/** What a receiver got. */
export interface Received {
  at: string;
  host: string;
  path: string;
  /** Those of the message alone: `webhook-...` and the type of its body. */
  headers: Record<string, string>;
  body: string;
  answered: Answer;
}

/** An HTTP status; the connection is cut; or it stays open without an answer until the caller has had enough. */
export type Answer = number | 'hang up' | 'no answer';

export interface Receivers {
  /** Opens the door on 127.0.0.1; port 0 takes any that is free. */
  listen(port: number): Promise<number>;
  /** Oldest first; of one host name, or all. */
  received(host?: string): Received[];
  /** From now on. 204 is what they answer until told otherwise. */
  answer(host: string, answer: Answer): void;
  /** What those answer that were told. */
  answers(): Record<string, Answer>;
  close(): Promise<void>;
}

const USUAL: Answer = 204;
/** As the edge's own: judged by the machine's clock, whatever the world's is. */
const VALIDITY = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2119-12-31T00:00:00Z') };

export function createReceivers({ clock, store }: World, authority: Authority): Receivers {
  const received = store.collection<Received>('receivers.received');
  const answers = store.collection<Answer>('receivers.answers');
  const contexts = new Map<string, Promise<SecureContext>>();

  /** Made when a name is first asked for. */
  function contextOf(name: string): Promise<SecureContext> {
    const context = contexts.get(name) ?? makeContext(authority, name);
    contexts.set(name, context);
    return context;
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const host = (request.headers.host ?? '').replace(/:\d*$/, '');
    const answered = answers.get(host) ?? USUAL;
    received.put(String(received.size).padStart(8, '0'), {
      at: clock.now().toISOString(),
      host,
      path: request.url ?? '',
      headers: headersOf(request),
      body: Buffer.concat(chunks).toString(),
      answered,
    });
    if (answered === 'hang up') request.socket.destroy();
    else if (answered !== 'no answer')
      response.writeHead(answered).end(answered < 300 ? undefined : `simulated answer ${answered}`);
  }

  const server = createServer(
    {
      SNICallback: (name, done) =>
        contextOf(name).then(
          (context) => done(null, context),
          (error: Error) => done(error),
        ),
    },
    (request, response) => void take(request, response).catch(() => request.socket.destroy()),
  );

  return {
    async listen(port) {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    received: (host) => [...received.values()].filter((one) => host === undefined || one.host === host),
    answer: (host, answer) => answers.put(host, answer),
    answers: () => Object.fromEntries(answers.entries()),
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function makeContext(authority: Authority, name: string): Promise<SecureContext> {
  const issued = await authority.issue({ names: [name], keyAlgorithm: 'EC_prime256v1', ...VALIDITY });
  return createSecureContext({ key: issued.privateKeyPem, cert: `${issued.certificatePem}${issued.chainPem}` });
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => name.startsWith('webhook-') || name === 'content-type');
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
