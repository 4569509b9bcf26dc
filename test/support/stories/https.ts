/** A client of the https door as programs are: over TLS, with the local CA, by its address or by a proxy to an SDK's host. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { basicOf, type Operator } from '../../../local/operator.ts';
import type { Product } from '../../../local/product.ts';

export interface Ask {
  method?: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Basic credentials; null for none. The first application's by default. */
  as?: Operator | null;
  /** Host of an SDK, and the proxy that leads to it. */
  by?: { host: string; proxyPort: number };
}

export interface Told {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with literals
  body: any;
}

export async function ask({ ports, rootPem, operator }: Product, call: Ask): Promise<Told> {
  const { method = 'GET', path, body, as = operator, by } = call;
  const headers = { ...(as ? { authorization: basicOf(as) } : {}), ...call.headers };
  const tunnel = by ? await tunnelTo(by) : undefined;
  const options = {
    method,
    path,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    ca: rootPem,
    host: by?.host ?? 'localhost',
    port: by ? 443 : ports.api,
    // With an agent, a connection of one's own would not count.
    ...(tunnel && by
      ? { createConnection: () => connectTls({ socket: tunnel, ca: rootPem, servername: by.host }) }
      : { agent: false as const }),
  };
  return new Promise((resolve, reject) => {
    const request = httpsRequest(options, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      const isJson = response.headers['content-type']?.includes('json');
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : undefined,
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function tunnelTo({ host, proxyPort }: { host: string; proxyPort: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port: proxyPort, host: '127.0.0.1', method: 'CONNECT', path: `${host}:443` });
    request.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) resolve(socket);
      else reject(new Error(`the proxy says ${statusCode}`));
    });
    request.on('error', reject);
    request.end();
  });
}
