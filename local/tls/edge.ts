/**
 * A CloudFront edge on loopback. As there, the SNI of a handshake chooses the certificate, the Host of a request chooses the
 * distribution, and the two are held against each other (421). What a name leads to is asked of `routes` each time, so a
 * change is seen by the next connection.
 */
import { constants } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { World } from '../world.ts';
import type { Authority } from './authority.ts';
import { whenGreeted } from './client-hello.ts';
import { answerBadRequest, answerFromOrigin, answerMisdirected, answerRedirect } from './edge-answers.ts';

/** What an edge knows of a host name. */
export interface Route {
  distributionId: string;
  account: string;
  /** `d111111abcdef8.cloudfront.net` */
  domainName: string;
  /** Of the distribution; none where it has only CloudFront's own. `names` are its subject alternative names. */
  certificate?: { certificatePem: string; chainPem: string; privateKeyPem: string; names: string[] };
  /** Host name of the origin. */
  origin?: string;
  enabled: boolean;
}

/** Supplied by the CloudFront simulator. `hostname` is lower case; the exact alias goes before the wildcard. */
export interface Routes {
  find(hostname: string): Route | undefined;
}

export interface Edge {
  /** Opens both listeners on 127.0.0.1; port 0 takes any that is free. */
  listen(ports: { tlsPort: number; httpPort: number }): Promise<{ tlsPort: number; httpPort: number }>;
  /** Breaks open connections off. */
  close(): Promise<void>;
}

/** What a client without SNI is shown, and one that asks for a distribution by CloudFront's own name. */
const DEFAULT_NAME = '*.cloudfront.net';
/** Amazon renews its own certificate unseen: here it simply lasts. */
const DEFAULT_VALIDITY = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2119-12-31T00:00:00Z') };
/** Secure contexts kept; the oldest makes room. More than the distributions of an account (500), less than 100 MB. */
const MAX_CONTEXTS = 600;

export function createEdge(world: World, routes: Routes, authority: Authority): Edge {
  const contextOf = createContexts();
  const doors: Door[] = [];

  /** Only what an edge serves: a disabled distribution holds its aliases, but no edge knows them. */
  function route(hostname: string): Route | undefined {
    const found = routes.find(hostname.toLowerCase().replace(/\.$/, ''));
    return found?.enabled ? found : undefined;
  }

  function answerTls(request: IncomingMessage, response: ServerResponse): void {
    const host = hostOf(request);
    const target = route(host);
    const { servername } = request.socket as TLSSocket; // false or empty: the client sent no SNI
    if (!target) answerBadRequest(world, response);
    else if (servername && !mayServe(servername, route(servername), host, target)) answerMisdirected(world, response);
    else answerFromOrigin(world, response, target, host);
  }

  function answerHttp(request: IncomingMessage, response: ServerResponse): void {
    const host = hostOf(request);
    if (route(host)) answerRedirect(world, response, `https://${host}${request.url}`);
    else answerBadRequest(world, response);
  }

  return {
    async listen({ tlsPort, httpPort }) {
      const own = await authority.issue({ names: [DEFAULT_NAME], keyAlgorithm: 'EC_prime256v1', ...DEFAULT_VALIDITY });
      const tls = createTlsServer(
        {
          ...keyAndChain(own),
          minVersion: 'TLSv1.2',
          ALPNProtocols: ['http/1.1'],
          // Without tickets no client resumes a session: each handshake shows the certificate of its moment.
          secureOptions: constants.SSL_OP_NO_TICKET,
          SNICallback: (servername, done) =>
            done(null, contextOf(certificateFor(servername, route(servername)) ?? own)),
        },
        answerTls,
      );
      const tlsDoor = await open(createGreeter(tls, route), tlsPort);
      doors.push(tlsDoor);
      const httpDoor = await open(createHttpServer(answerHttp), httpPort);
      doors.push(httpDoor);
      return { tlsPort: tlsDoor.port, httpPort: httpDoor.port };
    },
    close: async () => void (await Promise.all(doors.map((door) => door.close()))),
  };
}

/**
 * What a client meets before TLS. An SNI that no distribution serves gets the alert handshake_failure, as from CloudFront; Node
 * would only reset the connection. Everything else goes on to `tls`.
 */
function createGreeter(tls: Server, route: (hostname: string) => Route | undefined): TcpServer {
  return createTcpServer((socket) =>
    whenGreeted(socket, (servername) => {
      if (servername === undefined || route(servername)) tls.emit('connection', socket);
      else socket.end(HANDSHAKE_FAILURE, () => socket.destroy()); // paused as it is, it would not hear the client leave
    }),
  );
}

/** A record of type alert (21) in TLS 1.2's clothes, two octets long: fatal (2), handshake_failure (40). RFC 8446 section 6. */
const HANDSHAKE_FAILURE = Buffer.from([21, 3, 3, 0, 2, 2, 40]);

/** A distribution's own certificate is for its aliases; `d111111abcdef8.cloudfront.net` is always shown CloudFront's. */
function certificateFor(servername: string, found: Route | undefined): Route['certificate'] {
  return servername.toLowerCase() === found?.domainName ? undefined : found?.certificate;
}

type KeyAndChain = Pick<NonNullable<Route['certificate']>, 'certificatePem' | 'chainPem' | 'privateKeyPem'>;

function keyAndChain({ certificatePem, chainPem, privateKeyPem }: KeyAndChain): { key: string; cert: string } {
  return { key: privateKeyPem, cert: `${certificatePem}${chainPem}` };
}

/** Contexts by certificate, made when first shown. */
function createContexts(): (certificate: KeyAndChain) => SecureContext {
  const contexts = new Map<string, SecureContext>();
  return (certificate) => {
    const context = contexts.get(certificate.certificatePem) ?? createSecureContext(keyAndChain(certificate));
    contexts.set(certificate.certificatePem, context);
    const [oldest] = contexts.keys();
    if (contexts.size > MAX_CONTEXTS && oldest !== undefined) contexts.delete(oldest);
    return context;
  };
}

/**
 * The three ways in which CloudFront lets a Host differ from the SNI, any of which is enough: they are equal; the certificate
 * is in the account of the Host's distribution; the certificate covers the Host (developer guide, "Using custom URLs").
 */
function mayServe(sni: string, shown: Route | undefined, host: string, target: Route): boolean {
  if (sni.toLowerCase() === host) return true;
  const certificate = certificateFor(sni, shown);
  if (!shown || !certificate) return covers(DEFAULT_NAME, host);
  return shown.account === target.account || certificate.names.some((name) => covers(name, host));
}

/** A certificate's wildcard stands for exactly one label (RFC 9525 section 6.3). */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1));
}

/** Lower case, without port and trailing dot; '' when there is none (HTTP/1.0). */
function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

interface Door {
  port: number;
  close(): Promise<unknown>;
}

async function open(server: TcpServer, port: number): Promise<Door> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}
