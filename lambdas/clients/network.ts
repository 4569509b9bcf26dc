/** The DNS, edge and webhook clients as a function gets them: public resolvers and real ports, unless its environment names others. */
import type { Dns } from '../../core/dns.ts';
import type { Env } from './aws.ts';
import { createDnsClient } from './dns.ts';
import { createEdgeClient, type EdgeClient } from './edge.ts';
import { createWebhookClient, type WebhookClient } from './webhook.ts';

/** Two validating public resolvers of different operators (Cloudflare, Google), so that one's trouble is not a finding. */
const PUBLIC_RESOLVERS = '1.1.1.1,8.8.8.8';

/** A client for one invocation: it never asks the same server the same question twice. */
export function dnsFrom(env: Env): Dns {
  return createDnsClient({
    resolvers: (env.DNS_RESOLVERS ?? PUBLIC_RESOLVERS).split(','),
    ...(env.DNS_PORT ? { port: Number(env.DNS_PORT) } : {}),
  });
}

export function edgeFrom(env: Env, dns: Dns): EdgeClient {
  return createEdgeClient({
    dns,
    tlsPort: Number(env.EDGE_TLS_PORT ?? 443),
    httpPort: Number(env.EDGE_HTTP_PORT ?? 80),
    ...(env.TRUST_ANCHORS ? { trustAnchors: env.TRUST_ANCHORS, allowLoopback: true } : {}),
  });
}

export function webhookFrom(env: Env, dns: Dns): WebhookClient {
  return createWebhookClient({
    dns,
    ...(env.WEBHOOK_PORT ? { port: Number(env.WEBHOOK_PORT) } : {}),
    ...(env.TRUST_ANCHORS ? { trustAnchors: env.TRUST_ANCHORS, allowLoopback: true } : {}),
  });
}
