/** Proxies whose switch hides a CNAME behind addresses of their own. Data with its source; an address that is not here is just an address. */
import { BlockList, isIPv6 } from 'node:net';

/** Source: https://www.cloudflare.com/ips/. */
const CLOUDFLARE = `
  173.245.48.0/20 103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 141.101.64.0/18 108.162.192.0/18 190.93.240.0/20 188.114.96.0/20
  197.234.240.0/22 198.41.128.0/17 162.158.0.0/15 104.16.0.0/13 104.24.0.0/14 172.64.0.0/13 131.0.72.0/22
  2400:cb00::/32 2606:4700::/32 2803:f800::/32 2405:b500::/32 2405:8100::/32 2a06:98c0::/29 2c0f:f248::/32`;

const PROXIES: readonly [name: string, ranges: BlockList][] = [['Cloudflare', rangesOf(CLOUDFLARE)]];

/** The name of the proxy whose address this is. */
export function proxyOf(address: string): string | undefined {
  return PROXIES.find(([, ranges]) => ranges.check(address, familyOf(address)))?.[0];
}

function rangesOf(text: string): BlockList {
  const ranges = new BlockList();
  for (const range of text.trim().split(/\s+/)) {
    const [net = '', prefix] = range.split('/');
    ranges.addSubnet(net, Number(prefix), familyOf(net));
  }
  return ranges;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
