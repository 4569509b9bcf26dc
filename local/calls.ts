/** Every call that reaches the simulated AWS of one product, refused ones too: what is counted where effects do not tell. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';
import type { Product } from './product.ts';

const CHANNEL = 'http.server.request.start';
/** As CloudFront makes them. */
const DISTRIBUTION_ID = /\bE[0-9A-Z]{13}\b/;

export interface Call {
  /** As JSON services are told: `CertificateManager.RequestCertificate`; of REST services, method and path without ids of distributions. */
  name: string;
  /** World time. */
  at: Date;
}

export interface Calls {
  of(name: string): Call[];
  /** How many of each name. */
  counts(): Record<string, number>;
  stop(): void;
}

export function recordCalls({ ports, world }: Product): Calls {
  const calls: Call[] = [];
  function note(message: unknown): void {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    const address = server.address();
    if (typeof address !== 'object' || address?.port !== ports.aws) return;
    const target = request.headers['x-amz-target'];
    const path = request.url?.split('?')[0]?.replace(DISTRIBUTION_ID, '{id}');
    const name = target ? String(target) : `${request.method} ${path}`;
    calls.push({ name, at: world.clock.now() });
  }
  subscribe(CHANNEL, note);
  return {
    of: (name) => calls.filter((call) => call.name === name),
    counts: () =>
      Object.fromEntries([...Map.groupBy(calls, ({ name }) => name)].map(([name, { length }]) => [name, length])),
    stop: () => void unsubscribe(CHANNEL, note),
  };
}
