/** A site: one API key of a customer, with the URLs that it trusts. Its trusted domains decide which aliases there can be. */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { DataCenterId } from './data-center.ts';
import { isWithin, LABEL_OCTETS, NAME_OCTETS, normaliseName, registrableDomain } from './domain-name.ts';
import type { Retirement } from './retirement.ts';

/**
 * Sites that a partner may register by itself; the vendor registers more for it. A fifth of the distributions that CloudFront gives an
 * account: on-call hears at 80 % of those, long before one partner's loop has left the others none.
 */
export const SITES_OF_A_PARTNER = 100;

export interface Site {
  siteId: string;
  /** The vendor's key of the site: unique, never reused. */
  apiKey: string;
  /** Whose site it is. */
  partnerId: string;
  name: string;
  dataCenter: DataCenterId;
  trustedSiteUrls: readonly string[];
  /** Mail addresses that are told when a person must act. */
  contacts: readonly string[];
  /** Sites of one partner with the same group share their sign-in. */
  ssoGroup?: string;
  /** Where changes of status are to be posted. */
  webhookUrl?: string;
  /** The activated prefix: browsers may use `<prefix>.<domain>` now. */
  apiDomainPrefix?: string;
  /** The site's CloudFront distribution, once it exists. */
  distribution?: { id: string; domainName: string };
  createdAt: string;
  /** That it is to end, or has ended. */
  retirement?: Retirement;
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

/** Scheme, user, port, path and a leading `*.` do not matter; what remains must be a name that a customer can own. */
function trustedDomain(url: string): TrustedDomain {
  const host = hostOf(url);
  const domain = normaliseName(host);
  const why = isAddress(host) ? ADDRESS : domain ? ineligible(domain) : malformed(host);
  if (why === undefined && domain) return { domain, eligible: true };
  return { domain: host.replace(/\.$/, ''), eligible: false, ...(why && { why }) };
}

const ADDRESS = 'an IP address can get no certificate by e-mail or DNS';

/** Octets of a trusted domain: the shortest prefix takes one and its dot another. */
const DOMAIN_OCTETS = NAME_OCTETS - 2;

/** Names that are nobody's to register, though the Public Suffix List has them (RFC 3172, RFC 7686). */
const NOT_THE_WEBS = ['arpa', 'onion'];
/** ACM refuses these, and all names with them: acm/latest/userguide/troubleshooting-cert-requests.html. */
const AMAZONS_OWN = ['amazonaws.com', 'cloudfront.net', 'elasticbeanstalk.com'];

/** Why a host name can get no certificate. */
function ineligible(domain: string): string | undefined {
  const isUnder = (parent: string) => isWithin(parent, domain);
  if (isUnder('localhost')) return 'localhost is not a public name';
  if (!domain.includes('.')) return 'a single label is not a public name';
  if (NOT_THE_WEBS.some(isUnder)) return 'names under this top-level domain are not for web sites';
  if (AMAZONS_OWN.some(isUnder)) return 'this name is Amazon’s own; AWS issues no certificate for it';
  if (!registrableDomain(domain)) return 'this is a public suffix or not under a public top-level domain';
  if (domain.length > DOMAIN_OCTETS) return `a prefix fits only before names of at most ${DOMAIN_OCTETS} characters`;
  return undefined;
}

/** Why it is no host name at all. */
function malformed(host: string): string {
  if (host.includes('*')) return 'an asterisk can stand for the whole first label only';
  const ascii = domainToASCII(host);
  if (ascii.length > NAME_OCTETS) return `a name has at most ${NAME_OCTETS} characters`;
  if (ascii.split('.').some((label) => label.length > LABEL_OCTETS))
    return `a label has at most ${LABEL_OCTETS} characters between its dots`;
  return 'this is not a host name';
}

/** Also as browsers read it: `2130706433`, `0x7f.1` and `127.1` are addresses. */
function isAddress(host: string): boolean {
  return [host.replace(/^\[|\]$/g, ''), domainToASCII(host)].some((text) => isIP(text) !== 0);
}

/** The host of a URL; of what has no scheme too, as people write it: `//shop.example.com/`, `shop.example.com:8443`. */
function hostOf(url: string): string {
  const authority =
    url
      .trim()
      .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '')
      .split(/[/\\?#]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bracketed = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : undefined;
  const bare = bracketed ?? (isIP(host) === 6 ? host : (host.split(':', 1)[0] ?? ''));
  return bare.replace(/^\*\./, '').toLowerCase();
}
