/** The world that a new product starts in: the vendor's zones, a customer with five domains, and the customer's mistakes. */

import { SDK_NAMESPACES } from '../core/api/sdk-namespaces.ts';
import type { DataCenters } from '../core/data-center.ts';
import type { NameServer, Zones } from './dns/zones.ts';

/** Route 53's name servers in this world, of the vendor's zones. */
export const ROUTE53_SERVERS: NameServer[] = [
  { host: 'ns-1.awsdns-01.com', address: '127.53.0.1' },
  { host: 'ns-2.awsdns-02.net', address: '127.53.0.2' },
];
/** Top-level domains: with them, resolvers can tell a lame delegation from a zone that does not exist. */
const REGISTRY_SERVERS: NameServer[] = [{ host: 'a.gtld-servers.net', address: '127.53.0.4' }];
const TOP_LEVELS = ['com', 'net', 'org'];
const CLOUDFRONT_SERVERS: NameServer[] = [{ host: 'ns-3.awsdns-03.com', address: '127.53.0.3' }];
/** The customer's DNS provider. */
const CUSTOMER_SERVERS: NameServer[] = [
  { host: 'ns1.dns-provider.net', address: '127.53.0.11' },
  { host: 'ns2.dns-provider.net', address: '127.53.0.12' },
];

/** Hosts of the vendor's API as its documents have them, under fixed hosted zone ids. */
export const DATA_CENTERS: DataCenters = {
  us1: { host: 'us1.gigya.com', zoneId: 'Z00000000000000US1' },
  eu1: { host: 'eu1.gigya.com', zoneId: 'Z00000000000000EU1' },
  au1: { host: 'au1.gigya.com', zoneId: 'Z00000000000000AU1' },
};

/** What the vendor's SDKs make of namespace and API domain, where that host is ours. */
export const SDK_HOSTS = Object.values(DATA_CENTERS).flatMap(({ host }) =>
  SDK_NAMESPACES.map((namespace) => `${namespace}.${host}`),
);

export const SITE = {
  siteId: 'acme',
  apiKey: '3_Acme-Stores-Main-Site',
  partnerId: 'acme-stores',
  name: 'Acme Stores',
  dataCenter: 'us1',
  trustedSiteUrls: [
    'https://www.example.com/',
    'https://shop.example.com:8443/cart',
    'https://www.example.org',
    'https://*.example.net/*',
    'https://blog.example.net',
    'http://localhost:3000',
  ],
  contacts: ['web-team@example.com'],
} as const;
export const PREFIX = 'login';

/** Sender of our own mails. */
export const MAIL_ADDRESS = 'certificates@gigya.com';
/** Where the customer takes webhooks. */
export const RECEIVER = 'hooks.example.com';

/** Under which the vendor's own people sign in. */
export const CONSOLE_API_KEY = '3_Vendor-Console';

/** URLs of a site with so many trusted domains: the first are those of `SITE`, more follow in the same zones. */
export function trustedUrls(count: number): string[] {
  const own = SITE.trustedSiteUrls.filter((url) => !url.includes('localhost'));
  const zone = (index: number) => CUSTOMER_ZONES[index % CUSTOMER_ZONES.length];
  const more = Array.from({ length: count }, (_, index) => `https://store-${index + 1}.${zone(index)}`);
  return [...own, ...more].slice(0, count);
}

const CUSTOMER_ZONES = ['example.com', 'example.org', 'example.net'];
/** As most zones on the day of writing: five minutes, so that a mistake is soon forgotten. */
const TTL = 300;

/** Lays out the zones of a new world. */
export function layOut(zones: Zones): void {
  const providers = [
    { zone: 'awsdns-01.com', servers: ROUTE53_SERVERS },
    { zone: 'awsdns-02.net', servers: ROUTE53_SERVERS },
    { zone: 'awsdns-03.com', servers: CLOUDFRONT_SERVERS },
    { zone: 'dns-provider.net', servers: CUSTOMER_SERVERS },
  ];
  for (const zone of TOP_LEVELS) zones.createZone({ name: zone, servers: REGISTRY_SERVERS });
  for (const { zone, servers } of providers) zones.createZone({ name: zone, servers });
  zones.createZone({ name: 'cloudfront.net', servers: CLOUDFRONT_SERVERS });
  for (const { host } of Object.values(DATA_CENTERS)) zones.createZone({ name: host, servers: ROUTE53_SERVERS });
  for (const zone of CUSTOMER_ZONES) {
    zones.createZone({ name: zone, servers: CUSTOMER_SERVERS });
    zones.put(zone, { name: zone, type: 'MX', ttl: TTL, values: [`10 mail.${zone}`] });
    zones.put(zone, { name: `mail.${zone}`, type: 'A', ttl: TTL, values: ['127.0.0.1'] });
  }
  zones.put('example.com', { name: RECEIVER, type: 'A', ttl: TTL, values: ['127.0.0.1'] });
}

/** Three of the five records are right, one points into its own zone (a forgotten dot), one is not there yet. */
export function makeMistakes(zones: Zones): void {
  const target = `${SITE.siteId}.sslproxy.${DATA_CENTERS.us1.host}`;
  const cname = (zone: string, domain: string, value: string) =>
    zones.put(zone, { name: `${PREFIX}.${domain}`, type: 'CNAME', ttl: TTL, values: [value] });
  cname('example.com', 'www.example.com', target);
  cname('example.com', 'shop.example.com', `${target}.example.com`);
  cname('example.org', 'www.example.org', target);
  cname('example.net', 'example.net', target);
}
