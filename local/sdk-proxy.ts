/**
 * For the vendor's SDKs on this machine: they call `https://<namespace>.<apiDomain>`, so this HTTP proxy leads these names to the
 * https door of local mode. TLS stays between SDK and door; the proxy sees no byte of it, and leads nowhere else.
 */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { SDK_HOSTS } from './scenery.ts';

const HOST = '127.0.0.1';

export interface SdkProxy {
  port: number;
  close(): void;
}

export function openSdkProxy(port: number, apiPort: number): Promise<SdkProxy> {
  const tunnels = new Set<Duplex>();
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
    join(client, door);
    tunnels.add(client);
    client.on('close', () => tunnels.delete(client));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close() {
          server.close();
          for (const tunnel of tunnels) tunnel.destroy();
        },
      });
    });
  });
}

/** Either side may go at any time; the other has then nobody to talk to. */
function join(client: Duplex, door: Duplex): void {
  client.on('error', () => door.destroy()).on('close', () => door.destroy());
  door.on('error', () => client.destroy()).on('close', () => client.destroy());
}
