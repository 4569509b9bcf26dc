/**
 * Posts to addresses that customers name. The rule kept here: a stranger's name leads to no place that the Internet does not lead to.
 * It is resolved by our own DNS client, every address of it must be public, and the connection goes to one that was checked;
 * HTTPS only, no redirect followed, small time, small size.
 */
import * as https from 'node:https';
import { isIP } from 'node:net';
import * as tls from 'node:tls';
import { type Dns, mayConnectTo, recordsOf } from '../../core/dns.ts';
import { printable } from '../../core/text.ts';

export interface WebhookSettings {
  dns: Pick<Dns, 'lookup'>;
  /** Local mode: where its receivers listen, whatever port an address names. */
  port?: number;
  /** Roots trusted beside Node's own, PEM. */
  trustAnchors?: string;
  /** Local mode: its receivers listen on loopback. */
  allowLoopback?: boolean;
}

/** `answer` is the beginning of the body, with nothing in it that commands a terminal. */
export type WebhookAnswer = { status: number; answer: string } | { problem: string };

/** Outcomes are data; nothing rejects because of what the world answers. */
export interface WebhookClient {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<WebhookAnswer>;
}

/** For the whole of a post: as long as a receiver needs that does its work before it answers, which it should not. */
const TIMEOUT_MS = 10_000;
/** Octets of an answer that are read and kept: enough for what went wrong over there. */
const ANSWER_OCTETS = 2048;

export function createWebhookClient(settings: WebhookSettings): WebhookClient {
  const { dns, port, trustAnchors = '', allowLoopback = false } = settings;
  const trust = trustAnchors === '' ? {} : { ca: [...tls.rootCertificates, trustAnchors] };

  async function addressOf(host: string): Promise<{ address: string } | { problem: string }> {
    const literal = host.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !mayConnectTo(literal, allowLoopback)) return notPublic(host, [literal]);
    if (isIP(literal) !== 0) return { address: literal };
    const answer = await dns.lookup(host, 'A');
    const [address, ...more] = recordsOf(answer, 'A').map(({ value }) => value);
    if (address === undefined) return { problem: `${host} has no IPv4 address (${answer.outcome})` };
    const all = [address, ...more];
    return all.every((each) => mayConnectTo(each, allowLoopback)) ? { address } : notPublic(host, all);
  }

  return {
    async post(url, headers, body) {
      const { protocol, hostname, host, port: named, pathname, search } = new URL(url);
      if (protocol !== 'https:') return { problem: `${url} is no https:// address` };
      const at = await addressOf(hostname);
      if ('problem' in at) return at;
      return send(
        {
          method: 'POST',
          host: at.address,
          port: port ?? (named === '' ? 443 : Number(named)),
          path: `${pathname}${search}`,
          servername: isIP(hostname) === 0 ? hostname : '',
          ...trust,
          minVersion: 'TLSv1.2',
          headers: { ...headers, host, 'content-length': String(Buffer.byteLength(body)) },
        },
        body,
      );
    },
  };
}

function notPublic(host: string, addresses: readonly string[]): { problem: string } {
  const lead = addresses[0] === host ? `${host} is` : `${host} leads to ${addresses.join(', ')}:`;
  return { problem: `${lead} no public address, and nothing is posted there` };
}

function send(options: https.RequestOptions, body: string): Promise<WebhookAnswer> {
  return new Promise((resolve) => {
    const timed = { ...options, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
    // What ends it is a problem, until the receiver has said whether it took the message: what else it wanted to say may be lost.
    let end = (problem: string): void => resolve({ problem });
    const request = https.request(timed, (response) => {
      const chunks: Buffer[] = [];
      let octets = 0;
      end = () => {
        const answer = printable(Buffer.concat(chunks).subarray(0, ANSWER_OCTETS).toString());
        resolve({ status: response.statusCode ?? 0, answer });
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        octets += chunk.length;
        if (octets >= ANSWER_OCTETS) end('');
      });
      response.on('end', end);
      response.on('error', end);
    });
    request.on('error', (error) => end(problemOf(error)));
    // Who changes the protocol (101) has not answered, and makes no error.
    request.on('close', () => end('no answer (the connection was closed)'));
    request.end(body);
  });
}

function problemOf(error: NodeJS.ErrnoException): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return `no answer (${error.code ?? error.message})`;
}
