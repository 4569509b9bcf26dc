/**
 * Connects to the TLS edge of a name: handshakes that are judged elsewhere (core/serving), small HTTP requests, the early probe.
 * The rule kept here: a name is resolved first and only a checked public address is connected to; no redirect, small time, small size.
 */
import type { X509Certificate } from 'node:crypto';
import type * as Http from 'node:http';
import * as https from 'node:https';
import * as tls from 'node:tls';
import { type Dns, mayConnectTo, recordsOf } from '../../core/dns.ts';
import type { Probe } from '../../core/probe.ts';
import type { Handshake, HttpAnswer } from '../../core/serving.ts';

/** Not imported: to name the exports of node:http for a module, Node loads its whole fetch, 25 ms of every cold start. */
const http = process.getBuiltinModule('node:http');

export interface EdgeSettings {
  dns: Pick<Dns, 'lookup'>;
  tlsPort?: number;
  httpPort?: number;
  /** Roots trusted beside Node's own, PEM, any number in one text. */
  trustAnchors?: string;
  /** Local mode: its edge listens on loopback. */
  allowLoopback?: boolean;
}

/** Outcomes are data; nothing rejects because of what the world answers. */
export interface EdgeClient {
  /** Every trusted root, PEM: one list for the life of the client. */
  anchors: readonly string[];
  /** A handshake with SNI `name` at the name's own address. */
  handshake(name: string): Promise<Handshake>;
  /** GET by HTTPS at the name's own address. The certificate is not judged here. */
  request(name: string, path: string): Promise<HttpAnswer | NoAnswer>;
  /** Handshake and GET over one connection: half the work of both by themselves. */
  visit(name: string, path: string): Promise<Visit>;
  /** Handshake and plain HTTP request for `name` at the address of `via`, whatever the DNS says of `name`. */
  probe(name: string, via: string): Promise<Probe>;
}

/** `late`: none came in time, though one may be on its way. */
export interface NoAnswer {
  problem: string;
  late?: true;
}

export interface Visit {
  tls: Handshake;
  http: HttpAnswer | NoAnswer;
}

/** For the whole of one handshake or request: an edge is near, and 100 aliases shall not wait for one. */
const TIMEOUT_MS = 3000;

/** Octets of a body that are read; the rest is dropped. */
const BODY_OCTETS = 64 * 1024;

export function createEdgeClient(settings: EdgeSettings): EdgeClient {
  const { dns, tlsPort = 443, httpPort = 80, trustAnchors = '', allowLoopback = false } = settings;

  async function addressOf(name: string): Promise<{ address: string } | { problem: string }> {
    const answer = await dns.lookup(name, 'A');
    const addresses = recordsOf(answer, 'A').map(({ value }) => value);
    const address = addresses.find((each) => mayConnectTo(each, allowLoopback));
    if (address) return { address };
    if (addresses.length > 0) return { problem: `${name} has no public address (${addresses.join(', ')})` };
    return { problem: `${name} has no address (${answer.outcome})` };
  }

  async function handshakeAt(host: string, name: string): Promise<Handshake> {
    const at = await addressOf(host);
    return 'problem' in at ? { chain: [], problem: at.problem } : shakeHands(at.address, tlsPort, name);
  }

  async function requestAt(
    host: string,
    options: https.RequestOptions & { get: typeof Http.get },
  ): Promise<HttpAnswer | NoAnswer> {
    const at = await addressOf(host);
    return 'problem' in at ? at : fetchAnswer({ ...options, host: at.address });
  }

  const secured = (name: string, path: string) => ({
    get: https.get,
    port: tlsPort,
    servername: name,
    path,
    headers: { host: name },
    ...offered(),
  });

  return {
    anchors: anchorsWith(trustAnchors),
    handshake: (name) => handshakeAt(name, name),
    request: (name, path) => requestAt(name, secured(name, path)),
    async visit(name, path) {
      const at = await addressOf(name);
      if ('problem' in at) return { tls: { chain: [], problem: at.problem }, http: at };
      let seen: Handshake | undefined;
      const http = await fetchAnswer({ ...secured(name, path), host: at.address }, (socket) => {
        seen = { address: at.address, ...shaken(socket) };
      });
      return { tls: seen ?? (await shakeHands(at.address, tlsPort, name)), http };
    },
    async probe(name, via) {
      const [handshake, answer] = await Promise.all([
        handshakeAt(via, name),
        requestAt(via, { get: http.get, port: httpPort, path: '/', headers: { host: name } }),
      ]);
      return { tls: handshake, http: answer };
    },
  };
}

let context: tls.SecureContext | undefined;

/**
 * How every connection begins. The chain is judged by the world's time and not by the machine's, in core/serving. The context is made
 * with the first connection: for each anew, it would be a tenth of a handshake's work.
 */
function offered() {
  context ??= tls.createSecureContext({ minVersion: 'TLSv1.2' });
  return { secureContext: context, rejectUnauthorized: false };
}

function shakeHands(address: string, port: number, servername: string): Promise<Handshake> {
  return new Promise((resolve) => {
    const socket = tls.connect({
      host: address,
      port,
      servername,
      ...offered(),
      ALPNProtocols: ['http/1.1'],
    });
    const end = (outcome: Omit<Handshake, 'address'>) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ address, ...outcome });
    };
    const timer = setTimeout(end, TIMEOUT_MS, { chain: [], problem: `no handshake within ${TIMEOUT_MS / 1000} s` });
    socket.on('secureConnect', () => end(shaken(socket)));
    socket.on('error', (error: NodeJS.ErrnoException) => end(refusalOf(error)));
    socket.on('close', () => end({ chain: [], problem: 'the connection was closed' }));
  });
}

function shaken(socket: tls.TLSSocket) {
  return { protocol: socket.getProtocol() ?? 'unknown', chain: chainOf(socket.getPeerX509Certificate()) };
}

/** An alert is the server's own word; a reset may be anybody's. */
function refusalOf({ code = 'unknown error' }: NodeJS.ErrnoException): Omit<Handshake, 'address'> {
  return code.startsWith('ERR_SSL_')
    ? { chain: [], alert: code, problem: `TLS was refused (${code})` }
    : { chain: [], problem: `no TLS (${code})` };
}

function chainOf(leaf: X509Certificate | undefined): string[] {
  const chain: string[] = [];
  for (let at = leaf; at; at = at.issuerCertificate) {
    const pem = at.toString();
    if (chain.includes(pem)) break;
    chain.push(pem);
  }
  return chain;
}

/** `onShaken` is told of the connection when its handshake is done. */
function fetchAnswer(
  { get, ...options }: https.RequestOptions & { get: typeof Http.get },
  onShaken?: (socket: tls.TLSSocket) => void,
): Promise<HttpAnswer | NoAnswer> {
  return new Promise((resolve) => {
    const request = get({ ...options, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
      const chunks: Buffer[] = [];
      let octets = 0;
      const end = () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: headersOf(response),
          body: Buffer.concat(chunks).subarray(0, BODY_OCTETS).toString(),
        });
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        octets += chunk.length;
        if (octets >= BODY_OCTETS) end();
      });
      response.on('end', end);
      response.on('error', (error) => resolve(problemOf(error)));
    });
    request.on('error', (error) => resolve(problemOf(error)));
    // Who changes the protocol (101) has not answered, and makes no error.
    request.on('close', () => resolve({ problem: 'no answer (the connection was closed)' }));
    if (onShaken) request.on('socket', (socket) => socket.on('secureConnect', () => onShaken(socket as tls.TLSSocket)));
  });
}

function headersOf({ headers }: Http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}

function problemOf(error: NodeJS.ErrnoException): NoAnswer {
  return error.name === 'AbortError' || error.name === 'TimeoutError'
    ? { problem: `no answer within ${TIMEOUT_MS / 1000} s`, late: true }
    : { problem: `no answer (${error.code ?? error.message})` };
}

/** One list for each text, as long as the process lives: whoever judges by it parses its 150 roots once. */
const anchorLists = new Map<string, readonly string[]>();

function anchorsWith(trustAnchors: string): readonly string[] {
  const list = anchorLists.get(trustAnchors) ?? [...tls.rootCertificates, ...pemsIn(trustAnchors)];
  anchorLists.set(trustAnchors, list);
  return list;
}

/** Throws on a text without a certificate: a mistake in the configuration, not in the world. */
function pemsIn(text: string): string[] {
  const pems = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (text !== '' && pems.length === 0) throw new Error('trustAnchors holds no PEM certificate');
  return pems;
}
