/** A site: one API key of a customer, with the URLs that it trusts. Its trusted domains decide which aliases there can be. */
import { isIP } from 'node:net';
import type { DataCenterId } from './data-center.ts';
import { normaliseName, registrableDomain } from './domain-name.ts';

export interface Site {
  siteId: string;
  name: string;
  dataCenter: DataCenterId;
  trustedSiteUrls: readonly string[];
  /** Mail addresses that are told when a person must act. */
  contacts: readonly string[];
  /** The activated prefix: browsers may use `<prefix>.<domain>` now. */
  apiDomainPrefix?: string;
  /** The site's CloudFront distribution, once it exists. */
  distribution?: { id: string; domainName: string };
  createdAt: string;
}

/** A host name taken from one trusted site URL. */
export interface TrustedDomain {
  domain: string;
  eligible: boolean;
  /** Why it cannot get a certificate; absent when it can. */
  why?: string;
}

/** The trusted domains in the order of their URLs, each once. */
export function trustedDomains(trustedSiteUrls: readonly string[]): TrustedDomain[] {
  const domains = new Map(trustedSiteUrls.map(trustedDomain).map((domain) => [domain.domain, domain]));
  return [...domains.values()];
}

export function eligibleDomains(site: Pick<Site, 'trustedSiteUrls'>): string[] {
  return trustedDomains(site.trustedSiteUrls)
    .filter((domain) => domain.eligible)
    .map((domain) => domain.domain);
}

/** Scheme, port, path and a leading `*.` do not matter; what remains must be a name that a customer can own. */
function trustedDomain(url: string): TrustedDomain {
  const host = hostOf(url);
  const refuse = (why: string): TrustedDomain => ({ domain: host, eligible: false, why });
  if (isIP(host.replace(/^\[|\]$/g, ''))) return refuse('an IP address can get no certificate by e-mail or DNS');
  if (host === 'localhost' || host.endsWith('.localhost')) return refuse('localhost is not a public name');
  const domain = normaliseName(host);
  if (!domain) return refuse('this is not a host name');
  if (!domain.includes('.')) return refuse('a single label is not a public name');
  if (!registrableDomain(domain)) return refuse('this is a public suffix or not under a public top-level domain');
  return { domain, eligible: true };
}

function hostOf(url: string): string {
  const authority =
    url
      .trim()
      .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
      .split(/[/?#]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bare = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':', 1)[0] ?? '');
  return bare.replace(/^\*\./, '').replace(/\.$/, '').toLowerCase();
}
