/** Every call that reaches the simulated AWS of one product, refused ones too: what a story counts where effects do not tell. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';
import type { Product } from '../../local/product.ts';

const CHANNEL = 'http.server.request.start';

export interface Call {
  /** As JSON services are told: `CertificateManager.RequestCertificate`; of REST services, method and path. */
  name: string;
  /** World time. */
  at: Date;
}

export interface Calls {
  of(name: string): Call[];
  stop(): void;
}

export function recordCalls({ ports, world }: Product): Calls {
  const calls: Call[] = [];
  function note(message: unknown): void {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    const address = server.address();
    if (typeof address !== 'object' || address?.port !== ports.aws) return;
    const target = request.headers['x-amz-target'];
    const name = target ? String(target) : `${request.method} ${request.url?.split('?')[0]}`;
    calls.push({ name, at: world.clock.now() });
  }
  subscribe(CHANNEL, note);
  return {
    of: (name) => calls.filter((call) => call.name === name),
    stop: () => void unsubscribe(CHANNEL, note),
  };
}
