/** A DNS in which everything is right for the site and request of `step.ts`, but for the records that a test adds or leaves out. */
import { type DnsWorld, type Override, startDns } from './dns-server.ts';
import { TARGET } from './step.ts';

/** `aliases`: the CNAME records of the customer's zones; by default both are right. `at` tells test files' loopback addresses apart. */
export function startRightDns(
  at: number,
  aliases: readonly string[] = RIGHT,
  override: Override = () => undefined,
): Promise<DnsWorld> {
  const servers = [`127.9.${at}.1`];
  const zone = (name: string) => ({
    servers,
    records: [`${name} 300 MX 10 mail.${name}`, ...aliases.filter((line) => line.split(' ')[0]?.endsWith(name))],
  });
  return startDns({
    override,
    resolvers: [`127.9.${at}.2`],
    zones: {
      'gigya.com': { servers, records: [`${TARGET} 60 CNAME d111.cloudfront.net`] },
      'cloudfront.net': { servers, records: ['d111.cloudfront.net 60 A 192.0.2.111'] },
      'example.com': zone('example.com'),
      'example.org': zone('example.org'),
    },
  });
}

const RIGHT = [`login.example.com 300 CNAME ${TARGET}`, `login.example.org 300 CNAME ${TARGET}`];

/** What a function needs to ask it. */
export function dnsVariables(dns: DnsWorld) {
  return { DNS_RESOLVERS: dns.resolvers.join(','), DNS_PORT: String(dns.port) };
}
