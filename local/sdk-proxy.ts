/**
 * For the vendor's SDKs on this machine: they call `https://<namespace>.<apiDomain>`, so this HTTP proxy leads these names to the
 * https door of local mode. TLS stays between SDK and door; the proxy sees no byte of it, and leads nowhere else.
 *
 *   node local/sdk-proxy.ts [port of the proxy] [port of the https door]
 */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { SDK_HOSTS } from './scenery.ts';

const HOST = '127.0.0.1';
/** Beside the doors of local mode. */
const [PROXY_PORT, API_PORT] = [4580, 4543];

/** Answers the port that it listens at. */
export function openSdkProxy(port: number, apiPort: number): Promise<{ port: number; server: Server }> {
  const server = createServer((_, response) => void response.writeHead(405).end('CONNECT only\n'));
  server.on('connect', ({ url = '' }, client, head) => {
    const [host = '', wanted] = url.split(':');
    if (!SDK_HOSTS.includes(host) || wanted !== '443') {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const door = connect(apiPort, HOST, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      door.write(head);
      door.pipe(client).pipe(door);
    });
    // Either side may go at any time; the other has then nobody to talk to.
    for (const [one, other] of [
      [client, door],
      [door, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve({ port: (server.address() as AddressInfo).port, server }));
  });
}

if (import.meta.main) {
  const [proxyPort = PROXY_PORT, apiPort = API_PORT] = process.argv.slice(2).map(Number);
  const { port } = await openSdkProxy(proxyPort, apiPort);
  console.log(
    `HTTP proxy for the SDKs: http://${HOST}:${port}, for ${SDK_HOSTS.length} names, to https://localhost:${apiPort}`,
  );
}
